package dev.quarry.embedding;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quarry.failure.Failure;
import dev.quarry.testing.StubProvider;
import dev.quarry.testing.StubProvider.Behaviour;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native-library")
class HttpModelTest {
    private final StubProvider stub = StubProvider.start(16);

    @AfterEach
    void close() {
        stub.close();
    }

    @Test
    void the_dimensions_are_asked_for_once_where_they_are_not_set() {
        try (EmbeddingModel model = model(Map.of())) {
            assertThat(model.dimensions()).isEqualTo(16);
            assertThat(model.name()).isEqualTo("stub");
            assertThat(model.tokenizer().limit()).isEqualTo(510);
        }
        assertThat(stub.received()).hasSize(1);
        try (EmbeddingModel model = model(Map.of("quarry.embedding.dimensions", "16"))) {
            assertThat(model.dimensions()).isEqualTo(16);
        }
        assertThat(stub.received()).hasSize(1);
    }

    @Test
    void a_provider_that_is_away_at_start_is_said_to_be_so() {
        stub.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> model(Map.of("quarry.embedding.http.retries", "0")))
                .withMessageContaining("cannot be reached")
                .withMessageContaining("QUARRY_EMBEDDING_DIMENSIONS");
        try (EmbeddingModel model = model(Map.of("quarry.embedding.dimensions", "16"))) {
            assertThatThrownBy(() -> model.embedQuery("anyone?")).isInstanceOf(Failure.Upstream.class);
        }
    }

    @Test
    void vectors_of_other_dimensions_than_before_are_refused() {
        try (EmbeddingModel model = model(Map.of())) {
            stub.next(1, Behaviour.dimensions(8));
            assertThatThrownBy(() -> model.embedQuery("question"))
                    .isInstanceOf(Failure.Upstream.class)
                    .hasMessageContaining("vectors of 8 numbers instead of 16");
        }
    }

    @Test
    void vectors_are_made_unit_vectors() {
        try (EmbeddingModel model = model(Map.of("quarry.embedding.dimensions", "4"))) {
            stub.next(1, Behaviour.dimensions(4));
            assertThat(model.embedQuery("question")).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
        }
    }

    @Test
    void dimensions_are_sent_when_told_so() {
        try (EmbeddingModel model =
                model(Map.of("quarry.embedding.dimensions", "16", "quarry.embedding.http.send-dimensions", "true"))) {
            assertThat(model.embedPassages(List.of("text"))).hasSize(1);
        }
        assertThat(stub.received().getFirst().body().get("dimensions").asInt()).isEqualTo(16);
    }

    @Test
    void passages_wait_for_as_long_as_the_provider_asked_and_queries_do_not() {
        try (EmbeddingModel model =
                model(Map.of("quarry.embedding.dimensions", "16", "quarry.embedding.http.longest-wait", "1s"))) {
            assertThat(model.busyFor()).isZero();
            stub.next(1, Behaviour.tooMany("30"));
            assertThatThrownBy(() -> model.embedPassages(List.of("text"))).isInstanceOf(Failure.Busy.class);
            assertThat(model.busyFor()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(40));
            assertThat(model.embedQuery("question")).hasSize(16);
        }
    }

    @Test
    void prefixes_are_sent_and_named() {
        try (EmbeddingModel model = model(
                Map.of("quarry.embedding.query-prefix", "query: ", "quarry.embedding.passage-prefix", "passage: "))) {
            assertThat(model.name()).matches("stub-[0-9a-f]{12}");
            assertThat(model.tokenizer().limit()).isEqualTo(508);
            assertThat(model.embedQuery("pump")).hasSize(16);
            assertThat(model.embedPassages(List.of("pump"))).hasSize(1);
        }
        assertThat(stub.embedded()).containsKeys("query: pump", "passage: pump");
    }

    @Test
    void a_question_that_is_too_long_is_asked_by_its_beginning() {
        try (EmbeddingModel model = model(Map.of("quarry.embedding.max-tokens", "20"))) {
            assertThat(model.embedQuery("hello ".repeat(100))).hasSize(16);
        }
        assertThat(stub.embedded()).containsKey("hello ".repeat(18));
    }

    @Test
    void many_texts_are_cut_into_requests_of_which_only_some_are_under_way() {
        List<String> texts = IntStream.range(0, 100).mapToObj(i -> "text " + i).toList();
        try (EmbeddingModel model =
                model(Map.of("quarry.embedding.http.batch-size", "7", "quarry.embedding.http.concurrency", "3"))) {
            List<float[]> vectors = model.embedPassages(texts);
            assertThat(vectors).hasSize(100);
            assertThat(vectors.get(42)).containsExactly(Vectors.toUnit(stub.vectorOf("text 42")));
        }
        assertThat(stub.received())
                .hasSize(1 + 15)
                .allSatisfy(request -> assertThat(request.texts()).hasSizeLessThanOrEqualTo(7));
        assertThat(stub.embedded()).hasSize(101);
        assertThat(stub.mostUnderWay()).isBetween(1, 3);
    }

    @Test
    void a_query_overtakes_a_bulk_that_has_taken_every_place() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        try (EmbeddingModel model = model(Map.of("quarry.embedding.http.concurrency", "1"))) {
            stub.next(1, Behaviour.after(latch));
            CompletableFuture<List<float[]>> bulk = supplyAsync(() -> model.embedPassages(List.of("slow")));
            await().until(() -> stub.received().size() == 2);
            assertThat(model.embedQuery("quick")).hasSize(16);
            assertThat(bulk).isNotDone();
            latch.countDown();
            assertThat(bulk.get(10, TimeUnit.SECONDS)).hasSize(1);
        }
    }

    private EmbeddingModel model(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "quarry.embedding.provider", "http",
                "quarry.embedding.url", stub.url(),
                "quarry.embedding.model", "stub"));
        all.putAll(properties);
        return HttpModel.of(Settings.of(all).current(), new SimpleMeterRegistry());
    }
}
