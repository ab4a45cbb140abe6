package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an error of the database means to a caller.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
 */
final class SqlState {
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final String QUERY_CANCELED = "57014";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    /** admin_shutdown, crash_shutdown, cannot_connect_now: the server goes away or is not there yet. */
    private static final String SERVER_GOES_AWAY = "57P";

    private static final String CANNOT_CONNECT_NOW = "57P03";

    /** A primary that became a standby, or a database that was set read-only. */
    private static final String READ_ONLY = "25006";

    private static final Duration SOON = Duration.ofSeconds(1);

    private SqlState() {}

    /** The server rolled the transaction back for the sake of another: the same transaction may be run again. */
    static boolean wasRolledBackByARace(Throwable error) {
        return error instanceof PgException pg
                && (SERIALIZATION_FAILURE.equals(pg.getSqlState()) || DEADLOCK_DETECTED.equals(pg.getSqlState()));
    }

    /** The connection died under the statement, or while it was opened: a read may be run again on another. */
    static boolean lostItsConnection(Throwable error) {
        return error instanceof ClosedConnectionException
                || error instanceof IOException
                // The driver's word for a statement on a connection that is closed by now; it has no type of its own.
                || error instanceof NoStackTraceThrowable
                || (error instanceof PgException pg && isState(pg, SERVER_GOES_AWAY))
                || (error instanceof Failure.Upstream upstream
                        && upstream.getCause() != null
                        && lostItsConnection(upstream.getCause()));
    }

    /** A read may be run again when its connection died, or when a standby gave it up to follow its primary. */
    static boolean mayBeReadAgain(Throwable error) {
        return lostItsConnection(error) || wasRolledBackByARace(error);
    }

    /** There was no connection to be had, because nobody answers. */
    static boolean isUnreachable(Throwable error) {
        return error instanceof Failure.Upstream upstream && isNobodyThere(upstream.getCause());
    }

    /** Refused, or a server that is still starting. A connection that breaks while it is opened is no sign of it: it may have been killed. */
    private static boolean isNobodyThere(@Nullable Throwable error) {
        return error instanceof ConnectException
                || (error instanceof PgException pg && isState(pg, CANNOT_CONNECT_NOW));
    }

    /** The server ended the statement because it was asked to, or because of its own timeout. */
    static boolean wasCancelled(@Nullable Throwable error) {
        return error instanceof PgException pg && isState(pg, QUERY_CANCELED);
    }

    /** The connection must not be lent again: it is dying, or leads to a server that lost its primary's role. */
    static boolean spoiltItsConnection(@Nullable Throwable error) {
        return error != null
                && (lostItsConnection(error) || (error instanceof PgException pg && isState(pg, READ_ONLY)));
    }

    /** Why a statement failed, as a failure that a caller can act on; the error itself when the defect is ours. */
    static Throwable statementFailure(Throwable error) {
        if (error instanceof Failure) {
            return error;
        }
        if (lostItsConnection(error)) {
            return new Failure.Upstream("the connection to the database was lost", error);
        }
        if (wasCancelled(error)) {
            return new Failure.Busy("the database did not finish within the deadline", SOON, error);
        }
        return wasRolledBackByARace(error)
                ? new Failure.Busy("too many concurrent changes of the same rows", SOON, error)
                : error;
    }

    /** Why no connection was had. */
    static Failure acquireFailure(Throwable error) {
        if (error instanceof Failure ofThePool) {
            return ofThePool;
        }
        return error instanceof PgException pg && isState(pg, TOO_MANY_CONNECTIONS)
                ? new Failure.Busy("the database takes no further connection", SOON, pg)
                : new Failure.Upstream("the database cannot be reached", error);
    }

    private static boolean isState(PgException error, String prefix) {
        return error.getSqlState() != null && error.getSqlState().startsWith(prefix);
    }
}
