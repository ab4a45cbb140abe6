package dev.quarry.ingest;

import dev.quarry.failure.Failure;
import dev.quarry.job.Job;
import dev.quarry.job.Jobs;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Room for the requests that wait for work to be done; each has a virtual thread and no connection. */
@ApplicationScoped
public class Waiting {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(100);

    private final Jobs jobs;
    private final Semaphore room;
    private final int size;

    Waiting(Jobs jobs, IngestConfig config) {
        this.jobs = jobs;
        this.size = config.maxWaiting();
        this.room = new Semaphore(size);
    }

    /**
     * Waits for a job to end, if there is room for it; fails with {@link Failure.Busy} if not.
     *
     * @return the job as it is then, which has not ended where it takes longer than that; it goes on
     */
    public Job untilEnded(TenantId tenant, UUID jobId, Duration longest) {
        return during(() -> {
            long until = System.nanoTime() + longest.toNanos();
            Job job = find(tenant, jobId);
            while (!job.hasEnded() && System.nanoTime() < until) {
                Thread.sleep(LOOK_AGAIN_AFTER);
                job = find(tenant, jobId);
            }
            return job;
        });
    }

    /** Does what waits, if there is room for it; fails with {@link Failure.Busy} if not. */
    <T> T during(Callable<T> work) {
        if (!room.tryAcquire()) {
            throw new Failure.Busy("already " + size + " requests wait for work to be done", RETRY_AFTER, null);
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

    private Job find(TenantId tenant, UUID jobId) {
        return jobs.find(tenant, jobId).await().indefinitely();
    }
}
