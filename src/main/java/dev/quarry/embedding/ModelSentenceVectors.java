package dev.quarry.embedding;

import dev.quarry.chunk.SentenceVectors;
import dev.quarry.document.DocumentConfig;
import dev.quarry.failure.Failure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sentences as the current model sees them. They are bulk work: searches go before them. Few texts at a time, and each has a
 * deadline, because the caller waits.
 */
@ApplicationScoped
class ModelSentenceVectors implements SentenceVectors {
    /** What one call to the model takes: small enough to stop in time. */
    private static final int AT_ONCE = 64;

    private static final Duration COME_BACK = Duration.ofSeconds(10);

    private final EmbeddingModel model;
    private final DocumentConfig.Semantic settings;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ModelSentenceVectors(EmbeddingModel model, DocumentConfig config) {
        this.model = model;
        this.settings = config.chunking().semantic();
        this.places = new Semaphore(settings.concurrency(), true);
    }

    @Override
    public int limit() {
        return settings.maxSentences();
    }

    @Override
    public List<float[]> embed(List<String> sentences) {
        long until = System.nanoTime() + settings.deadline().toNanos();
        try {
            if (!places.tryAcquire(settings.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                throw late(null);
            }
            try {
                return embedUntil(until, sentences);
            } finally {
                places.release();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw stopping(stopped);
        }
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    private List<float[]> embedUntil(long until, List<String> sentences) throws InterruptedException {
        List<float[]> vectors = new ArrayList<>(sentences.size());
        for (int from = 0; from < sentences.size(); from += AT_ONCE) {
            Duration busy = model.busyFor();
            if (busy.isPositive()) {
                throw new Failure.Busy("the embedding model's provider wants to be left alone", busy, null);
            }
            List<String> batch = sentences.subList(from, Math.min(from + AT_ONCE, sentences.size()));
            vectors.addAll(embedUntil(until, submit(batch)));
        }
        return vectors;
    }

    private Future<List<float[]>> submit(List<String> batch) {
        try {
            return threads.submit(() -> model.embedPassages(batch));
        } catch (RejectedExecutionException closed) {
            throw stopping(closed);
        }
    }

    private List<float[]> embedUntil(long until, Future<List<float[]>> batch) throws InterruptedException {
        try {
            return batch.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLong) {
            throw late(tooLong);
        } catch (CancellationException stopped) {
            throw stopping(stopped);
        } catch (ExecutionException error) {
            if (error.getCause() instanceof Failure failure) {
                throw failure;
            }
            if (error.getCause() instanceof CancellationException stopped) {
                throw stopping(stopped);
            }
            throw new Failure.Upstream(
                    "the embedding model failed while it read the text's sentences", error.getCause());
        } finally {
            batch.cancel(true);
        }
    }

    private Failure.Busy late(@Nullable Throwable cause) {
        return new Failure.Busy(
                "the text's sentences could not be embedded within "
                        + settings.deadline().toSeconds()
                        + " s; try again, or take a strategy that does not look at meaning",
                COME_BACK,
                cause);
    }

    private static Failure.Busy stopping(Throwable cause) {
        return new Failure.Busy("the service is stopping", COME_BACK, cause);
    }
}
