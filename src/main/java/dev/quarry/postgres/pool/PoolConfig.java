package dev.quarry.postgres.pool;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** The pools. Their largest sizes, added up and multiplied by the instances, are what the server must hold. */
@ConfigMapping(prefix = "quarry.pool")
public interface PoolConfig {
    /**
     * What stands between Quarry and PostgreSQL: {@code session} (nothing, or a pooler that keeps a session for each
     * connection), {@code transaction} (a pooler that gives every transaction another session), {@code null} (nothing is
     * pooled here: a connection a request, for short-lived deployments), {@code auto} (read from the URL: port 6543 and
     * {@code pgbouncer=true} mean a transaction pooler).
     */
    @WithDefault("auto")
    Mode mode();

    /** What happens when all instances together may open more connections than the server takes: {@code warn}, or {@code enforce} to refuse to start. */
    @WithDefault("warn")
    Budget budget();

    /** How many instances share the server. Without it those are counted that are connected now. */
    OptionalInt instances();

    /** Serves requests. */
    Pool main();

    /** Serves searches where {@code DATABASE_READ_URL} names a standby; there is none otherwise. */
    Pool read();

    /** Serves the pipeline's short statements. */
    Pool worker();

    /** Serves sessions that hold advisory locks: one for each document at work. */
    Pool direct();

    /** What {@link #mode()} can be. */
    enum Mode {
        AUTO,
        SESSION,
        TRANSACTION,
        NULL
    }

    /** What {@link #budget()} can be. */
    enum Budget {
        WARN,
        ENFORCE
    }

    /** One pool's settings. */
    interface Pool {
        /** Connections that are kept open, warm for the next request. */
        @WithDefault("5")
        int minSize();

        /** Connections that stay open until they are idle for long. */
        @WithDefault("10")
        int poolSize();

        /** Further connections under load; they are closed when nobody wanted them for a second. */
        @WithDefault("10")
        int maxOverflow();

        /** How long a request waits for a connection before it is told to come back. */
        @WithDefault("5s")
        Duration acquireTimeout();

        /** Requests that may wait at once; one more is refused straight away. */
        @WithDefault("200")
        int maxWaiters();

        /** How long one transaction may take at most, whatever deadline its caller names. */
        @WithDefault("60s")
        Duration commandTimeout();

        /** How long opening a connection may take, TLS and password included. The URL's connect_timeout goes first. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** A connection above the minimum is closed when it was idle this long. */
        @WithDefault("300s")
        Duration idleLifetime();

        /** A connection is replaced when it is this old, give or take a tenth so that not all go at once. */
        @WithDefault("3600s")
        Duration recycle();

        /** A connection is replaced after this many transactions. */
        @WithDefault("50000")
        int maxQueries();

        /** A connection that was idle this long is asked for a sign of life before it is lent. */
        @WithDefault("10s")
        Duration prePingAfter();
    }
}
