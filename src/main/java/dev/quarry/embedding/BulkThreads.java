package dev.quarry.embedding;

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

    BulkThreads(int count, InteractiveLane lane) {
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("embedding-", 0).daemon().factory());
        this.lane = lane;
    }

    /** @return what became of each text, in order */
    List<float[]> forEach(List<String> texts, Function<String, float[]> embed) {
        List<Future<float[]>> running = texts.stream()
                .map(text -> threads.submit(() -> {
                    lane.giveWay(GIVES_WAY);
                    return embed.apply(text);
                }))
                .toList();
        try {
            return running.stream().map(BulkThreads::result).toList();
        } finally {
            running.forEach(text -> text.cancel(true));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
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
