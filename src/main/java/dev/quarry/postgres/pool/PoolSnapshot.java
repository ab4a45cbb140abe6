package dev.quarry.postgres.pool;

/**
 * A pool at one moment. Counts that only grow, from {@code acquired} on, are since the start of the service.
 *
 * @param size connections that are open: in use, idle, or being pinged
 * @param waiting callers in the queue
 */
public record PoolSnapshot(
        String name,
        int minSize,
        int poolSize,
        int maxOverflow,
        int size,
        int inUse,
        int idle,
        int opening,
        int waiting,
        long acquired,
        long timeouts,
        long refused,
        long opened,
        long openFailures,
        long closed,
        long recycled,
        long pingsFailed) {}
