package dev.quarry.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Advisory locks of a session. The connection that takes one holds it until it unlocks or dies.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">advisory locks</a>
 */
final class AdvisoryLockSql {
    private static final String TRY_LOCK = """
            select subject
            from unnest($2::text[]) as asked (subject)
            where pg_try_advisory_lock(hashtext($1::text), hashtext(subject))
            """;

    private static final String UNLOCK = """
            select bool_and(pg_advisory_unlock(hashtext($1::text), hashtext(subject))) as done
            from unnest($2::text[]) as held (subject)
            """;

    private AdvisoryLockSql() {}

    /** Takes those of the locks that are free. @return the subjects of the locks that were taken */
    static Uni<List<String>> tryLock(SqlConnection connection, LockNamespace namespace, List<String> subjects) {
        return connection
                .preparedQuery(TRY_LOCK)
                .execute(values(namespace, subjects))
                .map(rows -> {
                    List<String> locked = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        locked.add(row.getString("subject"));
                    }
                    return locked;
                });
    }

    /** @return whether the session held all of them */
    static Uni<Boolean> unlock(SqlConnection connection, LockNamespace namespace, List<String> subjects) {
        return connection
                .preparedQuery(UNLOCK)
                .execute(values(namespace, subjects))
                .map(rows -> rows.iterator().next().getBoolean("done"));
    }

    private static Tuple values(LockNamespace namespace, List<String> subjects) {
        return Tuple.of(namespace.key(), subjects.toArray(String[]::new));
    }
}
