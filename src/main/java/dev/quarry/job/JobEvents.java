package dev.quarry.job;

import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * A job's events for those who follow it: every task that ends, then the job's end.
 *
 * <p>A follower is a cursor that looks at the tables; between two looks it holds nothing. It looks when its client has taken
 * what was sent, and no more when the client has hung up.
 */
@ApplicationScoped
class JobEvents {
    private static final int READ_AT_ONCE = 200;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Jobs jobs;
    private final JobConfig config;
    private final Semaphore room;

    JobEvents(Jobs jobs, JobConfig config) {
        this.jobs = jobs;
        this.config = config;
        this.room = new Semaphore(config.maxWatchers());
    }

    /** What a follower is sent. */
    sealed interface Event {
        /** A task has ended. */
        record TaskEnded(long id, JobTask task) implements Event {}

        /** Every task has ended; nothing follows. */
        record JobEnded(long id, Job job) implements Event {}

        /** Nothing happens, and the connection is still there. */
        record StillThere() implements Event {}
    }

    /** Whether somebody who has seen that event has seen the job's end. */
    static boolean hasSeenTheEnd(Job job, long after) {
        return job.hasEnded() && after >= endOf(job);
    }

    /** Fails with {@link Failure.NotFound}, or with {@link Failure.Busy} when there are too many followers. */
    Uni<Job> jobToFollow(TenantId tenant, UUID id) {
        return room.availablePermits() == 0 ? Uni.createFrom().failure(full()) : jobs.find(tenant, id);
    }

    /** The events after that one, until the job has ended. */
    Multi<Event> follow(TenantId tenant, UUID id, long after) {
        return Multi.createFrom().deferred(() -> {
            if (!room.tryAcquire()) {
                return Multi.createFrom().failure(full());
            }
            Cursor cursor = new Cursor(tenant, id, after);
            return Multi.createBy()
                    .repeating()
                    .uni(cursor::look)
                    .whilst(events -> !cursor.ended)
                    .onItem()
                    .<Event>disjoint()
                    .onTermination()
                    .invoke(room::release);
        });
    }

    /** Followers at this moment. */
    int count() {
        return config.maxWatchers() - room.availablePermits();
    }

    private static long endOf(Job job) {
        return job.lastEvent() + 1;
    }

    private static Failure full() {
        return new Failure.Busy("too many clients follow jobs", RETRY_AFTER, null);
    }

    /** Where a follower is. Used by one look at a time. */
    private final class Cursor {
        private final TenantId tenant;
        private final UUID id;
        private long after;
        private boolean upToDate;
        private volatile boolean ended;
        private long lastSent = System.nanoTime();

        Cursor(TenantId tenant, UUID id, long after) {
            this.tenant = tenant;
            this.id = id;
            this.after = after;
        }

        Uni<List<Event>> look() {
            Uni<Void> pause = Uni.createFrom().voidItem();
            if (upToDate) {
                pause = pause.onItem().delayIt().by(config.watchInterval());
            }
            return pause.chain(() -> jobs.newsAfter(tenant, id, after, READ_AT_ONCE))
                    .map(this::events);
        }

        private List<Event> events(Jobs.News news) {
            List<Event> events = new ArrayList<>();
            for (JobTask task : news.ended()) {
                after = task.event() == null ? after : task.event();
                events.add(new Event.TaskEnded(after, task));
            }
            upToDate = news.ended().size() < READ_AT_ONCE;
            if (news.job().hasEnded() && upToDate) {
                ended = true;
                events.add(new Event.JobEnded(endOf(news.job()), news.job()));
            }
            long now = System.nanoTime();
            if (events.isEmpty() && now - lastSent >= config.watchHeartbeat().toNanos()) {
                events.add(new Event.StillThere());
            }
            if (!events.isEmpty()) {
                lastSent = now;
            }
            return events;
        }
    }
}
