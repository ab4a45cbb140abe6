package dev.quarry.postgres;

import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Sessions that hold an advisory lock. Plain, waiting code for virtual threads. */
@ApplicationScoped
public class DirectConnections {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Pools pools;
    private final RuntimeRole role;

    DirectConnections(Pools pools, RuntimeRole role) {
        this.pools = pools;
        this.role = role;
    }

    /**
     * Takes the lock if it is free.
     *
     * @return the session that holds it, or nothing when another session does: losing this race is normal
     */
    public Optional<LockedSession> tryLock(LockNamespace namespace, String subject) {
        ConnectionPool pool = pools.direct();
        SqlConnection connection = pool.client()
                .getConnection()
                .onFailure()
                .transform(error -> SqlState.acquireFailure(error, pool.name()))
                .await()
                .atMost(pool.settings().acquireTimeout().plus(DEADLINE));
        try {
            if (AdvisoryLockSql.tryLock(connection, namespace, subject).await().atMost(DEADLINE)) {
                return Optional.of(new LockedSession(connection, role, namespace, subject));
            }
            connection.close().await().atMost(DEADLINE);
            return Optional.empty();
        } catch (RuntimeException error) {
            discard(connection);
            throw error;
        }
    }

    /**
     * Ends the connection's session, and with it every lock that it may hold, before the pool gets it back.
     *
     * <p>Closing a pooled connection only returns it. A session that ends itself is dropped by the pool.
     */
    static void discard(SqlConnection connection) {
        connection
                .query("select pg_terminate_backend(pg_backend_pid())")
                .execute()
                // A server that does not answer must not keep the connection from going back to the pool.
                .ifNoItem()
                .after(DEADLINE)
                .fail()
                .onFailure()
                .recoverWithNull()
                .flatMap(ended -> connection.close())
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(DEADLINE.multipliedBy(2));
    }
}
