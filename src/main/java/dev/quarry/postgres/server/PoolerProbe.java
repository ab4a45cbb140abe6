package dev.quarry.postgres.server;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Finds out by asking what stands between here and the server.
 *
 * <p>A server announces the process that serves a connection; a pooler announces a number of its own. Where there is a
 * pooler, two connections are asked in turn: whoever keeps a process for each connection never gives both the same one, nor
 * one connection two.
 */
public final class PoolerProbe {
    private PoolerProbe() {}

    /** What stands there. */
    public enum Between {
        NOTHING,
        /** A pooler that keeps a session for each connection, as far as was seen. */
        SESSION_POOLER,
        /** A pooler that gives every transaction another session: that was seen. */
        TRANSACTION_POOLER
    }

    /**
     * Asks.
     *
     * @param another opens a second connection the same way; only used behind a pooler
     */
    public static Between ask(ServerVisit visit, Supplier<ServerVisit> another, Duration deadline) {
        int first = visit.ask(ServerFactsSql::backend, deadline);
        if (first == visit.announcedBackend()) {
            return Between.NOTHING;
        }
        try (ServerVisit second = another.get()) {
            int others = second.ask(ServerFactsSql::backend, deadline);
            int again = visit.ask(ServerFactsSql::backend, deadline);
            return first == others || first != again ? Between.TRANSACTION_POOLER : Between.SESSION_POOLER;
        }
    }
}
