package dev.quarry.job;

import java.time.Duration;

/** Settings under which a test need not wait long. */
record FastJobs(Duration lease, int maxAttempts, int concurrency, Duration stopDeadline, Duration statementDeadline)
        implements JobConfig {
    static FastJobs settings() {
        return new FastJobs(Duration.ofSeconds(30), 3, 2, Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    FastJobs withLease(Duration shorter) {
        return new FastJobs(shorter, maxAttempts, concurrency, stopDeadline, statementDeadline);
    }

    FastJobs withStopDeadline(Duration shorter) {
        return new FastJobs(lease, maxAttempts, concurrency, shorter, statementDeadline);
    }

    FastJobs withMaxAttempts(int attempts) {
        return new FastJobs(lease, attempts, concurrency, stopDeadline, statementDeadline);
    }

    FastJobs withConcurrency(int tasks) {
        return new FastJobs(lease, maxAttempts, tasks, stopDeadline, statementDeadline);
    }

    FastJobs withStatementDeadline(Duration shorter) {
        return new FastJobs(lease, maxAttempts, concurrency, stopDeadline, shorter);
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(100);
    }

    @Override
    public Duration retryAfter() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration longestRetryAfter() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration keep() {
        return Duration.ofDays(7);
    }

    @Override
    public Duration writeDeadline() {
        return Duration.ofSeconds(10);
    }

    @Override
    public int maxWatchers() {
        return 10;
    }

    @Override
    public Duration watchInterval() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration watchHeartbeat() {
        return Duration.ofMillis(200);
    }
}
