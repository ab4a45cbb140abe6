package dev.quarry.postgres.pool;

/**
 * A pool at one moment.
 *
 * @param minSize connections that are kept open
 * @param poolSize connections that are kept when they are given back
 * @param maxOverflow further ones under load
 * @param size connections that are open or being opened
 * @param waiting requests that wait for a connection
 * @param acquired connections lent since the start
 * @param timeouts requests that waited in vain
 * @param refused requests that could not even wait
 * @param recycled connections replaced for their age or their use
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
