package dev.quarry.job;

import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Refuses to start with settings under which no task would be performed, or every lease would be lost. */
@ApplicationScoped
class JobSettingsCheck {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    private final JobConfig config;

    JobSettingsCheck(JobConfig config) {
        this.config = config;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        require(
                config.concurrency() >= 1,
                "quarry.job.concurrency is " + config.concurrency() + "; it must be at least 1");
        require(
                config.maxAttempts() >= 1,
                "quarry.job.max-attempts is " + config.maxAttempts() + "; it must be at least 1");
        require(
                config.lease().compareTo(SHORTEST_LEASE) >= 0,
                "quarry.job.lease is " + config.lease()
                        + "; it must be at least 1s, for it is renewed in a third of it");
        require(
                config.watchInterval().isPositive(),
                "quarry.job.watch-interval is " + config.watchInterval() + "; it must be longer than nothing");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
