package dev.quarry.tenant.audit;

import dev.quarry.http.Page;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code audit_events}. */
final class AuditSql {
    private static final String INSERT = """
            insert into audit_events (id, tenant_id, actor, actor_key_id, actor_role, action, subject, status, remote, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String MEANT = """
            from audit_events
            where ($1::integer is null or tenant_id = $1)
              and ($2::text is null or actor = $2)
              and ($3::text is null or starts_with(action, $3))
              and ($4::timestamptz is null or at >= $4)
            """;

    private static final String LIST = """
            select id, at, actor, actor_key_id, actor_role, action, subject, status, remote
            """ + MEANT + " order by id desc limit $5 offset $6";

    private static final String COUNT = "select count(*) " + MEANT;

    private static final String REMOVE_OLD = """
            delete from audit_events
            where id in (
              select id from audit_events where at < now() - $1 * interval '1 ms' limit $2)
            """;

    private AuditSql() {}

    static Uni<Void> insert(SqlConnection connection, @Nullable TenantId tenant, AuditEvent event) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.from(Arrays.asList(
                        event.id(),
                        tenant == null ? null : tenant.value(),
                        event.actor(),
                        event.actorKeyId(),
                        event.actorRole(),
                        event.action(),
                        event.subject(),
                        event.status(),
                        event.remote(),
                        event.at())))
                .replaceWithVoid();
    }

    /** Newest first; of every tenant that may be seen where none is named. */
    static Uni<List<AuditEvent>> list(
            SqlConnection connection, @Nullable TenantId tenant, AuditQuestion question, Page page) {
        List<@Nullable Object> parameters = parameters(tenant, question);
        parameters.add(page.limit());
        parameters.add(page.offset());
        return connection.preparedQuery(LIST).execute(Tuple.from(parameters)).map(rows -> {
            List<AuditEvent> events = new ArrayList<>(rows.size());
            rows.forEach(row -> events.add(event(row)));
            return events;
        });
    }

    static Uni<Long> count(SqlConnection connection, @Nullable TenantId tenant, AuditQuestion question) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.from(parameters(tenant, question)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Removes events that are older than that. @return how many */
    static Uni<Integer> removeOld(SqlConnection connection, Duration keep, int limit) {
        return connection
                .preparedQuery(REMOVE_OLD)
                .execute(Tuple.of((double) keep.toMillis(), limit))
                .map(RowSet::rowCount);
    }

    private static List<@Nullable Object> parameters(@Nullable TenantId tenant, AuditQuestion question) {
        return new ArrayList<>(Arrays.asList(
                tenant == null ? null : tenant.value(), question.actor(), question.action(), question.since()));
    }

    private static AuditEvent event(Row row) {
        return new AuditEvent(
                row.getUUID("id"),
                row.getOffsetDateTime("at"),
                row.getString("actor"),
                row.getUUID("actor_key_id"),
                row.getString("actor_role"),
                row.getString("action"),
                row.getString("subject"),
                row.getInteger("status"),
                row.getString("remote"));
    }
}
