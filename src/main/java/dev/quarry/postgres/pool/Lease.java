package dev.quarry.postgres.pool;

import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection that is lent. Its holder ends it once, by {@link #release} or {@link #discard}; a second end does nothing. */
public final class Lease {
    private final ConnectionPool pool;
    private final PooledConnection connection;
    private final AtomicBoolean ended = new AtomicBoolean();

    Lease(ConnectionPool pool, PooledConnection connection) {
        this.pool = pool;
        this.connection = connection;
    }

    /** Never to be closed by its user. */
    public SqlConnection connection() {
        return connection.forCallers();
    }

    /** Gives the connection back as it was lent: no transaction open, nothing set, no lock held. */
    public void release() {
        if (ended.compareAndSet(false, true)) {
            pool.release(connection);
        }
    }

    /** Ends the session, because nobody knows what is left in it. The pool opens another when it needs one. */
    public void discard() {
        if (ended.compareAndSet(false, true)) {
            pool.discard(connection);
        }
    }

    /**
     * Asks the server to end the statement that runs on this connection.
     *
     * <p>The request goes its own way and may arrive late: when the statement did not end by it, the connection must be
     * discarded, or the next user's statement is hit.
     */
    public Future<Void> cancelStatement() {
        return connection.cancelStatement();
    }
}
