package dev.quarry.ingest;

import dev.quarry.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Room for the requests that wait for work to be done; each has a virtual thread and no connection. */
@ApplicationScoped
class Waiting {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Semaphore room;
    private final int size;

    Waiting(IngestConfig config) {
        this.size = config.maxWaiting();
        this.room = new Semaphore(size);
    }

    /** Does what waits, if there is room for it; fails with {@link Failure.Busy} if not. */
    <T> T during(Callable<T> work) {
        if (!room.tryAcquire()) {
            throw new Failure.Busy(
                    "already " + size + " requests wait for documents to be embedded", RETRY_AFTER, null);
        }
        try {
            return work.call();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure.Busy("the service is being stopped", RETRY_AFTER, stopped);
        } catch (RuntimeException error) {
            throw error;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            room.release();
        }
    }
}
