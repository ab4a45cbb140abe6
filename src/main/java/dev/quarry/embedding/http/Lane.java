package dev.quarry.embedding.http;

import java.time.Duration;

/**
 * How much time somebody has.
 *
 * @param name for metrics
 * @param requestTimeout for one request, its answer's last byte included
 * @param retries after a failure that may pass
 * @param longestWait spent waiting, all waits of a provider that wants fewer requests together
 * @param deadline for everything
 */
public record Lane(String name, Duration requestTimeout, int retries, Duration longestWait, Duration deadline) {
    private static final Duration NO_DEADLINE = Duration.ofDays(1);

    /** Nobody waits. */
    public static Lane bulk(Duration requestTimeout, int retries, Duration longestWait) {
        return new Lane("bulk", requestTimeout, retries, longestWait, NO_DEADLINE);
    }

    /** Somebody waits for the answer to a question. */
    public static Lane query(Duration timeout, int retries) {
        return new Lane("query", timeout, retries, timeout, timeout);
    }
}
