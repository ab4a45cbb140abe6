package dev.quarry.embedding.http;

import dev.quarry.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Many texts, in requests of which only some are under way at once, whoever the callers are. Queries go past it. */
public final class Bulk implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places;
    private final Provider provider;
    private final Batches batches;
    private final Lane lane;
    private final AtomicLong busyUntil = new AtomicLong(System.nanoTime());

    public Bulk(Provider provider, Batches batches, Lane lane, int concurrency) {
        this.provider = provider;
        this.batches = batches;
        this.lane = lane;
        this.places = new Semaphore(concurrency, true);
    }

    /** How long the provider wants to be left alone from now on, as it told one of the callers; zero when it does not. */
    public Duration busyFor() {
        return Duration.ofNanos(Math.max(0, busyUntil.get() - System.nanoTime()));
    }

    /** @return a vector for each text, in order */
    public List<float[]> embed(List<String> texts) {
        List<Future<List<float[]>>> running = batches.of(texts).stream()
                .map(batch -> threads.submit(() -> embedInTurn(batch)))
                .toList();
        try {
            return running.stream().flatMap(batch -> result(batch).stream()).toList();
        } catch (Failure.Busy notNow) {
            busyUntil.accumulateAndGet(System.nanoTime() + notNow.retryAfter().toNanos(), Bulk::later);
            throw notNow;
        } finally {
            running.forEach(batch -> batch.cancel(true));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private List<float[]> embedInTurn(List<String> batch) throws InterruptedException {
        long began = System.nanoTime();
        places.acquire();
        try {
            provider.metrics().waitedForLane(Duration.ofNanos(System.nanoTime() - began));
            return provider.embed(batch, lane);
        } finally {
            places.release();
        }
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private static List<float[]> result(Future<List<float[]>> batch) {
        try {
            return batch.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while passages were embedded");
        } catch (ExecutionException error) {
            throw error.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(error);
        }
    }
}
