package dev.quarry.embedding.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits between tries: they double, and each is shortened by up to a half at random, so that callers do not come back all at once. */
record Backoff(Duration first, Duration longest, RandomGenerator random) {
    private static final int MOST_DOUBLINGS = 20;

    /** @param retry 0 for the first */
    Duration before(int retry) {
        long doubled = first.toMillis() << Math.min(retry, MOST_DOUBLINGS);
        long bounded = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(bounded - random.nextLong(bounded / 2 + 1));
    }
}
