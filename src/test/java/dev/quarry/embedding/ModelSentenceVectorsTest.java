package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.chunk.Tokenizer;
import dev.quarry.document.DocumentConfig;
import dev.quarry.failure.Failure;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelSentenceVectorsTest {
    private static final List<String> TWO = List.of("One.", "Two.");

    @Test
    void sentences_are_embedded_in_portions_and_in_order() {
        List<Integer> portions = Collections.synchronizedList(new ArrayList<>());
        Model model = new Model(texts -> {
            portions.add(texts.size());
            return texts;
        });
        List<String> sentences =
                IntStream.range(0, 150).mapToObj(Integer::toString).toList();

        List<float[]> vectors = of(model, "60s", 2).embed(sentences);

        assertThat(portions).containsExactly(64, 64, 22);
        assertThat(vectors)
                .extracting(vector -> vector[0])
                .containsExactlyElementsOf(
                        sentences.stream().map(Float::valueOf).toList());
    }

    @Test
    void a_model_that_takes_too_long_is_stopped_and_the_caller_may_come_back() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Model model = new Model(texts -> {
            awaitInterrupt(stopped);
            return texts;
        });

        assertThatThrownBy(() -> of(model, "200ms", 2).embed(TWO))
                .isInstanceOf(Failure.Busy.class)
                .hasMessageContaining("could not be embedded within");
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void who_finds_no_place_in_time_may_come_back() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        ModelSentenceVectors vectors = of(
                new Model(texts -> {
                    begun.countDown();
                    awaitInterrupt(stopped);
                    return texts;
                }),
                "1s",
                1);
        CompletableFuture<List<float[]>> first = CompletableFuture.supplyAsync(() -> vectors.embed(TWO));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> vectors.embed(TWO)).isInstanceOf(Failure.Busy.class);
        assertThat(first).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void what_the_provider_says_reaches_the_caller() {
        assertThatThrownBy(() -> of(failing(new Failure.Upstream("the provider is away", null)), "60s", 2)
                        .embed(TWO))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessage("the provider is away");
        assertThatThrownBy(() -> of(failing(new IllegalStateException("a tensor")), "60s", 2)
                        .embed(TWO))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageNotContaining("tensor");
        assertThatThrownBy(() -> of(failing(new CancellationException("closed")), "60s", 2)
                        .embed(TWO))
                .isInstanceOf(Failure.Busy.class)
                .hasMessageContaining("stopping");
    }

    @Test
    void a_provider_that_wants_to_be_left_alone_is_not_asked() {
        Model model = new Model(
                texts -> {
                    throw new AssertionError("asked");
                },
                Duration.ofMinutes(2));

        assertThatThrownBy(() -> of(model, "60s", 2).embed(TWO))
                .isInstanceOfSatisfying(
                        Failure.Busy.class,
                        busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofMinutes(2)));
    }

    private static Model failing(RuntimeException failure) {
        return new Model(texts -> {
            throw failure;
        });
    }

    private static ModelSentenceVectors of(EmbeddingModel model, String deadline, int concurrency) {
        return new ModelSentenceVectors(
                model,
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(DocumentConfig.class)
                        .withDefaultValue("quarry.document.chunking.semantic.deadline", deadline)
                        .withDefaultValue(
                                "quarry.document.chunking.semantic.concurrency", Integer.toString(concurrency))
                        .build()
                        .getConfigMapping(DocumentConfig.class));
    }

    private static void awaitInterrupt(CountDownLatch stopped) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException asExpected) {
            stopped.countDown();
            throw new CancellationException("stopped");
        }
    }

    /** Gives each text the number that it is as its vector. */
    private record Model(UnaryOperator<List<String>> before, Duration busyFor) implements EmbeddingModel {
        Model(UnaryOperator<List<String>> before) {
            this(before, Duration.ZERO);
        }

        @Override
        public List<float[]> embedPassages(List<String> texts) {
            return before.apply(texts).stream()
                    .map(text -> new float[] {Float.parseFloat(text)})
                    .toList();
        }

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public SpokenLanguages languages() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tokenizer tokenizer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] embedQuery(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
