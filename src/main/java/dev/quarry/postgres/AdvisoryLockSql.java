package dev.quarry.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Advisory locks of a session. The connection that takes one holds it until it unlocks or dies.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">advisory locks</a>
 */
final class AdvisoryLockSql {
    private static final String TRY_LOCK =
            "select pg_try_advisory_lock(hashtext($1::text), hashtext($2::text)) as done";
    private static final String UNLOCK = "select pg_advisory_unlock(hashtext($1::text), hashtext($2::text)) as done";

    private AdvisoryLockSql() {}

    static Uni<Boolean> tryLock(SqlConnection connection, LockNamespace namespace, String subject) {
        return done(connection, TRY_LOCK, namespace, subject);
    }

    static Uni<Boolean> unlock(SqlConnection connection, LockNamespace namespace, String subject) {
        return done(connection, UNLOCK, namespace, subject);
    }

    private static Uni<Boolean> done(SqlConnection connection, String sql, LockNamespace namespace, String subject) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(namespace.key(), subject))
                .map(rows -> rows.iterator().next().getBoolean("done"));
    }
}
