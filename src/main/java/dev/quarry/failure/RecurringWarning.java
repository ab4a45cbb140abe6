package dev.quarry.failure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Lets a warning through once a second and counts the others: when the database is away every request fails for the same
 * reason, and the log must neither fill up nor slow the refusals down.
 */
public final class RecurringWarning {
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - INTERVAL);
    private final AtomicLong unlogged = new AtomicLong();

    /** @param log writes the line; it is given the number of those that were left out before it */
    public void warn(LongConsumer log) {
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last >= INTERVAL && lastLogged.compareAndSet(last, now)) {
            log.accept(unlogged.getAndSet(0));
        } else {
            unlogged.incrementAndGet();
        }
    }
}
