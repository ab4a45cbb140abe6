package dev.quarry.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The threads that passages are embedded on in this process, one text a thread; they give way to the interactive lane. */
final class BulkThreads implements AutoCloseable {
    /** How long a text waits for those who search. A query takes a few milliseconds; a crowd of them is not waited out. */
    private static final Duration GIVES_WAY = Duration.ofMillis(50);

    private final ExecutorService threads;
    private final InteractiveLane lane;
    private final Timer gaveWay;

    BulkThreads(int count, InteractiveLane lane, MeterRegistry registry) {
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("embedding-", 0).daemon().factory());
        this.lane = lane;
        this.gaveWay = Timer.builder("quarry.embedding.lane.wait")
                .description("Time that bulk work waited for its turn")
                .tag("model", "in-process")
                .register(registry);
    }

    /** @return what became of each text, in order */
    List<float[]> forEach(List<String> texts, Function<String, float[]> embed) {
        List<Future<float[]>> running = texts.stream()
                .map(text -> threads.submit(() -> {
                    giveWay();
                    return embed.apply(text);
                }))
                .toList();
        try {
            return running.stream().map(BulkThreads::result).toList();
        } finally {
            running.forEach(text -> text.cancel(true));
        }
    }

    /** Ends what is at work, and what waits for a thread: nobody must wait for a text that is never begun. */
    @Override
    public void close() {
        for (Runnable dropped : threads.shutdownNow()) {
            if (dropped instanceof Future<?> text) {
                text.cancel(false);
            }
        }
    }

    private void giveWay() throws InterruptedException {
        long began = System.nanoTime();
        lane.giveWay(GIVES_WAY);
        gaveWay.record(Duration.ofNanos(System.nanoTime() - began));
    }

    private static float[] result(Future<float[]> text) {
        try {
            return text.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while passages were embedded");
        } catch (ExecutionException error) {
            throw error.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(error);
        }
    }
}
