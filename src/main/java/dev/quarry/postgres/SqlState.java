package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;

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

    /** All that the pool says when the acquire timeout passes: a bare throwable with this text. */
    private static final String POOL_TIMEOUT = "Timeout";

    private static final Duration SOON = Duration.ofSeconds(1);

    private SqlState() {}

    /** The server rolled the transaction back for the sake of another: the same transaction may be run again. */
    static boolean wasRolledBackByARace(Throwable error) {
        return error instanceof PgException pg
                && (SERIALIZATION_FAILURE.equals(pg.getSqlState()) || DEADLOCK_DETECTED.equals(pg.getSqlState()));
    }

    /** The connection died under the statement: a read may be run again on another. */
    static boolean lostItsConnection(Throwable error) {
        return error instanceof ClosedConnectionException
                || error instanceof IOException
                // The driver's word for a statement on a connection that is closed by now; it has no type of its own.
                || error instanceof NoStackTraceThrowable
                || (error instanceof PgException pg && isState(pg, SERVER_GOES_AWAY));
    }

    /** Why a statement failed, as a failure that a caller can act on; the error itself when the defect is ours. */
    static Throwable statementFailure(Throwable error) {
        if (error instanceof Failure) {
            return error;
        }
        if (lostItsConnection(error)) {
            return new Failure.Upstream("the connection to the database was lost", error);
        }
        if (error instanceof PgException pg && isState(pg, QUERY_CANCELED)) {
            return new Failure.Busy("the database did not finish within the deadline", SOON, pg);
        }
        return wasRolledBackByARace(error)
                ? new Failure.Busy("too many concurrent changes of the same rows", SOON, error)
                : error;
    }

    /** Why no connection was had. */
    static Failure acquireFailure(Throwable error, String pool) {
        if (error instanceof PgException pg && isState(pg, TOO_MANY_CONNECTIONS)) {
            return new Failure.Busy("the database takes no further connection", SOON, pg);
        }
        if (error instanceof ConnectionPoolTooBusyException || POOL_TIMEOUT.equals(error.getMessage())) {
            return new Failure.Busy("the connection pool '" + pool + "' is full", SOON, error);
        }
        return new Failure.Upstream("the database cannot be reached", error);
    }

    private static boolean isState(PgException error, String prefix) {
        return error.getSqlState() != null && error.getSqlState().startsWith(prefix);
    }
}
