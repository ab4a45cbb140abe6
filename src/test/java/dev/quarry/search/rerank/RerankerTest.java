package dev.quarry.search.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.search.rerank.Reranking.Judged;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerankerTest {
    private static final List<String> PASSAGES = List.of("short", "the longest of the passages", "between both");
    private static final Duration TIME = Duration.ofSeconds(10);

    private final StubReranker stub = StubReranker.start();

    @AfterEach
    void close() {
        stub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cohere", "tei"})
    void both_protocols_give_the_passages_an_order(String protocol) {
        Reranking reranking = judge(settings("protocol", protocol, "api-key", "s3cret"));

        assertThat(reranking)
                .isInstanceOfSatisfying(
                        Reranking.Done.class,
                        done -> assertThat(done.judged())
                                .extracting(Judged::index)
                                .containsExactly(1, 2, 0));
        assertThat(stub.received()).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEqualTo("Bearer s3cret");
            assertThat(request.body().get("query").asText()).isEqualTo("q");
        });
    }

    @Test
    void cohere_is_sent_the_model_and_how_many_are_wanted() {
        var _ = judge(settings("model", "rerank-v3.5"));

        assertThat(stub.received().getFirst().body().get("model").asText()).isEqualTo("rerank-v3.5");
        assertThat(stub.received().getFirst().body().get("top_n").asInt()).isEqualTo(3);
        assertThat(stub.received().getFirst().authorization()).isNull();
    }

    @Test
    void a_passage_is_cut_before_it_is_sent() {
        var _ = judge(settings("max-length", "7"));

        assertThat(stub.received().getFirst().body().get("documents").get(1).asText())
                .isEqualTo("the lon");
    }

    @Test
    void who_is_silent_is_late_within_the_deadline() {
        stub.behave(StubReranker.Behaviour.SILENT);
        long began = System.nanoTime();

        assertThat(judge(settings("deadline", "200ms"))).isInstanceOf(Reranking.Late.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void who_is_unwell_or_wants_fewer_requests_fails_and_says_so() {
        stub.behave(StubReranker.Behaviour.UNWELL);
        assertThat(reason(judge(settings()))).contains("503");
        stub.behave(StubReranker.Behaviour.TOO_MANY);
        assertThat(reason(judge(settings()))).contains("429").contains("fewer requests");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{}",
                "null",
                "[]",
                "{\"results\": []}",
                "{\"results\": {\"index\": 0}}",
                "[{\"index\": 0, \"score\": \"high\"}]",
                "[{\"index\": 3, \"score\": 1}]",
                "[{\"index\": -1, \"score\": 1}]",
                "[{\"index\": 0, \"score\": 1}, {\"index\": 0, \"score\": 2}]",
                "[{\"index\": 0, \"score\": 1e999}]",
                "[{\"score\": 1}]"
            })
    void garbage_is_not_believed(String body) {
        stub.say(body);
        assertThat(reason(judge(settings()))).contains("QUARRY_RERANK_URL").doesNotContain("high");
    }

    @Test
    void a_service_that_cannot_be_reached_fails() {
        stub.close();
        assertThat(reason(judge(settings()))).contains("cannot be reached");
    }

    @Test
    void after_some_failures_in_a_row_it_is_left_alone_for_a_while() {
        stub.behave(StubReranker.Behaviour.UNWELL);
        RerankConfig config = settings("breaker-failures", "2", "breaker-open", "1h");
        Reranker reranker = new Reranker(config, new SimpleMeterRegistry());
        for (int i = 0; i < 5; i++) {
            assertThat(reason(judge(reranker))).isNotEmpty();
        }
        assertThat(stub.received()).hasSize(2);
        assertThat(reason(judge(reranker))).contains("left alone");
        reranker.stop(new ShutdownEvent());
    }

    @Test
    void settings_that_make_no_sense_are_refused_without_the_secret() {
        for (String url : List.of("ftp://x", "no url", "http://user:s3cret@host/rerank")) {
            assertThatThrownBy(() -> RerankSettings.check(config(Map.of("quarry.rerank.url", url))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("QUARRY_RERANK_URL")
                    .hasMessageNotContaining("s3cret");
        }
        assertThatThrownBy(() -> RerankSettings.check(settings("api-key", "s3cret with blanks")))
                .hasMessageContaining("QUARRY_RERANK_API_KEY")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> RerankSettings.check(config(Map.of("quarry.rerank.api-key", "s3cret"))))
                .hasMessageContaining("QUARRY_RERANK_URL");
        assertThatThrownBy(() -> RerankSettings.check(settings("top", "0"))).hasMessageContaining("quarry.rerank.top");
        assertThatThrownBy(() -> RerankSettings.check(settings("deadline", "0s")))
                .hasMessageContaining("quarry.rerank.deadline");
    }

    private static Reranking judge(RerankConfig config) {
        Reranker reranker = new Reranker(config, new SimpleMeterRegistry());
        try {
            return judge(reranker);
        } finally {
            reranker.stop(new ShutdownEvent());
        }
    }

    private static Reranking judge(Reranker reranker) {
        return reranker.judge("q", PASSAGES, TIME).await().atMost(TIME);
    }

    private static String reason(Reranking reranking) {
        return reranking instanceof Reranking.Failed failed ? failed.reason() : "";
    }

    private RerankConfig settings(String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of("quarry.rerank.url", stub.url()));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put("quarry.rerank." + pairs[i], pairs[i + 1]);
        }
        return config(properties);
    }

    private static RerankConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RerankConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(RerankConfig.class);
    }
}
