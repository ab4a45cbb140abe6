package dev.quarry.postgres;

import dev.quarry.postgres.pool.ConnectionPool;
import java.time.Duration;

/**
 * A pool, and what a transaction on it has to know.
 *
 * @param settings whether a session keeps what Quarry's statements take for granted
 * @param commandTimeout how long a transaction may take at most
 */
record DatabasePool(ConnectionPool connections, SessionSettings settings, Duration commandTimeout) {
    String name() {
        return connections.name();
    }
}
