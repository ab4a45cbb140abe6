package dev.quarry.session;

import dev.quarry.postgres.LockNamespace;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code sessions}. */
final class SessionSql {
    private static final String LOCK_NUMBER = "select pg_advisory_xact_lock(hashtext($1::text), hashtext($2::text))";

    private static final String COUNT = "select count(*) from sessions where tenant_id = $1";

    private static final String INSERT = """
            insert into sessions (tenant_id, id, title, metadata) values ($1, $2, $3, $4) returning *
            """;

    private static final String FIND = "select * from sessions where tenant_id = $1 and id = $2";

    private static final String LOCK = FIND + " for no key update";

    private static final String LIST = """
            select *
            from sessions
            where tenant_id = $1 and ($2::uuid is null or id < $2)
            order by id desc
            limit $3
            """;

    private static final String CHANGE = """
            update sessions set title = $3, metadata = $4, updated_at = now()
            where tenant_id = $1 and id = $2
            returning *
            """;

    private static final String DELETE = "delete from sessions where tenant_id = $1 and id = $2";

    private static final String REMOVE_OLD = """
            delete from sessions
            where (tenant_id, id) in (
              select tenant_id, id
              from sessions
              where updated_at < now() - $1 * interval '1 ms'
              order by updated_at
              limit $2
              for update skip locked)
            """;

    // Locks the row until the transaction ends: the order of those who add messages.
    private static final String ADD_MESSAGES = """
            update sessions
            set messages = messages + $3, updated_at = now(), title = coalesce(title, $5)
            where tenant_id = $1 and id = $2 and messages + $3 <= $4
            returning messages
            """;

    private SessionSql() {}

    /** Makes the transaction the only one that adds sessions of this tenant. */
    static Uni<Void> lockNumber(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery(LOCK_NUMBER)
                .execute(Tuple.of(LockNamespace.SESSIONS.key(), Integer.toString(tenant.value())))
                .replaceWithVoid();
    }

    static Uni<Long> count(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    static Uni<Session> insert(SqlConnection connection, TenantId tenant, UUID id, SessionDraft draft) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(tenant.value(), id, draft.title(), draft.metadata()))
                .map(rows -> session(rows.iterator().next()));
    }

    static Uni<Optional<Session>> find(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id))
                .map(SessionSql::first);
    }

    /** The session, held against everybody who changes it until the transaction ends. */
    static Uni<Optional<Session>> lock(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value(), id))
                .map(SessionSql::first);
    }

    /**
     * Newest first.
     *
     * @param before leaves out what is not older; null for the first page
     */
    static Uni<List<Session>> list(SqlConnection connection, TenantId tenant, @Nullable UUID before, int limit) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), before, limit))
                .map(rows -> {
                    List<Session> sessions = new ArrayList<>(rows.size());
                    rows.forEach(row -> sessions.add(session(row)));
                    return sessions;
                });
    }

    static Uni<Session> change(SqlConnection connection, TenantId tenant, UUID id, SessionDraft draft) {
        return connection
                .preparedQuery(CHANGE)
                .execute(Tuple.of(tenant.value(), id, draft.title(), draft.metadata()))
                .map(rows -> session(rows.iterator().next()));
    }

    /** @return whether there was one */
    static Uni<Boolean> delete(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Removes sessions in which nothing happened for so long, with their messages. @return how many */
    static Uni<Integer> removeOld(SqlConnection connection, Duration keep, int limit) {
        return connection
                .preparedQuery(REMOVE_OLD)
                .execute(Tuple.of((double) keep.toMillis(), limit))
                .map(RowSet::rowCount);
    }

    /**
     * Makes room for messages.
     *
     * @param title of a session that has none
     * @return the position of the last of them; nothing where there is no such session, or no room in it
     */
    static Uni<Optional<Integer>> addMessages(
            SqlConnection connection, TenantId tenant, UUID id, int added, int most, String title) {
        return connection
                .preparedQuery(ADD_MESSAGES)
                .execute(Tuple.of(tenant.value(), id, added, most, title))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getInteger("messages")));
    }

    private static Optional<Session> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(session(rows.iterator().next()));
    }

    private static Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                row.getString("title"),
                row.getJsonObject("metadata"),
                row.getInteger("messages"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }
}
