package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BulkThreadsTest {
    private final BulkThreads threads = new BulkThreads(1, new InteractiveLane(), new SimpleMeterRegistry());

    @Test
    void who_waits_for_a_text_that_is_never_begun_is_told_so() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<List<float[]>> texts =
                CompletableFuture.supplyAsync(() -> threads.forEach(List.of("begun", "waiting"), text -> {
                    begun.countDown();
                    awaitInterrupt();
                    return new float[] {1};
                }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        threads.close();

        assertThat(texts)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(CancellationException.class);
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
