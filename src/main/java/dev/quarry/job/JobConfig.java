package dev.quarry.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Jobs and the worker that performs their tasks. */
@ConfigMapping(prefix = "quarry.job")
public interface JobConfig {
    /** How often the worker looks for tasks when nothing wakes it. */
    @WithDefault("2s")
    Duration interval();

    /** Tasks performed at once by one instance. */
    @WithDefault("2")
    int concurrency();

    /** How long a task belongs to a worker that gives no sign of life; it renews the lease three times in that time. */
    @WithDefault("30s")
    Duration lease();

    /** How often a task is tried before it is given up. */
    @WithDefault("5")
    int maxAttempts();

    /** How long a task that failed waits before it is tried again, for the first time; the wait doubles each time. */
    @WithDefault("1s")
    Duration retryAfter();

    /** The longest such wait. */
    @WithDefault("5m")
    Duration longestRetryAfter();

    /** How long a stop waits for tasks at work before it gives them back. */
    @WithDefault("20s")
    Duration stopDeadline();

    /** How long jobs that have ended can be looked at. */
    @WithDefault("7d")
    Duration keep();

    /** How long one statement of the worker, or one read of a request, may take. */
    @WithDefault("10s")
    Duration statementDeadline();

    /** How long creating, cancelling or retrying a job with all its tasks may take. */
    @WithDefault("30s")
    Duration writeDeadline();

    /** Followers of events that one instance serves at once. */
    @WithDefault("100")
    int maxWatchers();

    /** How often a follower's job is looked at. */
    @WithDefault("500ms")
    Duration watchInterval();

    /** How often a follower of a job in which nothing happens gets a sign of life. */
    @WithDefault("15s")
    Duration watchHeartbeat();
}
