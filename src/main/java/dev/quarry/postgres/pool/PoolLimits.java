package dev.quarry.postgres.pool;

import java.time.Duration;

/**
 * What bounds a pool.
 *
 * @param minSize connections that are kept open
 * @param poolSize connections that are kept when they are given back
 * @param maxOverflow further connections under load
 * @param maxWaiters callers that may wait at once
 * @param acquireTimeout how long each of them waits
 * @param connectTimeout how long opening or pinging may take
 * @param idleLifetime how long a connection above the minimum stays idle
 * @param recycle how old a connection becomes
 * @param maxQueries how often a connection is lent
 * @param prePingAfter how long a connection may have been idle to be lent unasked
 */
public record PoolLimits(
        int minSize,
        int poolSize,
        int maxOverflow,
        int maxWaiters,
        Duration acquireTimeout,
        Duration connectTimeout,
        Duration idleLifetime,
        Duration recycle,
        int maxQueries,
        Duration prePingAfter) {

    public PoolLimits {
        if (minSize < 0 || poolSize < 0 || maxOverflow < 0 || maxWaiters < 0 || maxQueries < 1) {
            throw new IllegalArgumentException(
                    "sizes of a pool cannot be negative, and max-queries must be at least 1");
        }
        if (poolSize + maxOverflow < 1) {
            throw new IllegalArgumentException(
                    "a pool needs room for one connection: pool-size and max-overflow are both 0");
        }
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "connect-timeout is " + connectTimeout + ": opening a connection takes longer");
        }
        if (minSize > poolSize) {
            throw new IllegalArgumentException("min-size is " + minSize + " and pool-size " + poolSize
                    + ": a pool cannot keep more connections than it may. Raise the second or lower the first.");
        }
    }

    /** A pool as it is configured. */
    public static PoolLimits of(PoolConfig.Pool settings, Duration connectTimeout) {
        return new PoolLimits(
                settings.minSize(),
                settings.poolSize(),
                settings.maxOverflow(),
                settings.maxWaiters(),
                settings.acquireTimeout(),
                connectTimeout,
                settings.idleLifetime(),
                settings.recycle(),
                settings.maxQueries(),
                settings.prePingAfter());
    }

    /** As many connections at most, none of them lent twice. */
    public PoolLimits withoutPooling() {
        return new PoolLimits(
                0, 0, capacity(), maxWaiters, acquireTimeout, connectTimeout, Duration.ZERO, recycle, 1, prePingAfter);
    }

    /** Connections at most. */
    public int capacity() {
        return poolSize + maxOverflow;
    }
}
