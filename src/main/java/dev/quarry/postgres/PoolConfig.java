package dev.quarry.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The three pools. Their sizes, added up and multiplied by the replicas, are what the server must hold. */
@ConfigMapping(prefix = "quarry.pool")
public interface PoolConfig {
    /** Serves requests. */
    Pool main();

    /** Serves the pipeline's short statements. */
    Pool worker();

    /** Serves sessions that hold advisory locks or listen: one for each document at work, and one to listen. */
    Pool direct();

    /** One pool's settings. */
    interface Pool {
        /** Connections at most. */
        @WithDefault("10")
        int poolSize();

        /** How long a request waits for a connection before it is told to come back. */
        @WithDefault("5s")
        Duration acquireTimeout();

        /** Requests that may wait at once; one more is refused straight away. */
        @WithDefault("200")
        int maxWaiters();

        /** How long opening a connection may take. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** An idle connection is closed after this time. */
        @WithDefault("300s")
        Duration idleLifetime();

        /** A connection is replaced when it is this old. */
        @WithDefault("3600s")
        Duration recycle();
    }
}
