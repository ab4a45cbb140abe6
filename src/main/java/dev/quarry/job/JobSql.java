package dev.quarry.job;

import dev.quarry.http.Page;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code jobs}. */
final class JobSql {
    private static final String INSERT = "insert into jobs (tenant_id, id, kind, parameters) values ($1, $2, $3, $4)";

    private static final String SEAL = """
            update jobs
            set total = $3,
                state = case when $3 = 0 then 'succeeded' else state end,
                finished_at = case when $3 = 0 then now() end
            where tenant_id = $1 and id = $2
            """;

    private static final String FIND = "select * from jobs where tenant_id = $1 and id = $2";

    private static final String LOCK = FIND + " for no key update";

    private static final String LIST = """
            select *
            from jobs
            where tenant_id = $1 and ($2::text is null or state = $2) and ($3::text is null or kind = $3)
            order by id desc
            limit $4 offset $5
            """;

    private static final String COUNT = """
            select count(*)
            from jobs
            where tenant_id = $1 and ($2::text is null or state = $2) and ($3::text is null or kind = $3)
            """;

    private static final String CANCEL = """
            update jobs
            set state = 'cancelled', cancelled = cancelled + $3, last_event = last_event + $3,
                finished_at = case when succeeded + skipped + failed + cancelled + $3 = total then now() end
            where tenant_id = $1 and id = $2
            """;

    // An event's number is used up, so that what follows comes after the end that watchers have seen.
    private static final String RESUME = """
            update jobs
            set state = 'running', failed = failed - $3, last_event = last_event + 1, finished_at = null, error = null
            where tenant_id = $1 and id = $2
            """;

    private static final String REMOVE = """
            delete from jobs
            where (tenant_id, id) in (
              select tenant_id, id
              from jobs
              where finished_at < now() - $1 * interval '1 ms'
              order by finished_at
              limit $2
              for update skip locked)
            """;

    private static final String WAKE = "select pg_notify($1, $2)";

    private JobSql() {}

    static Uni<Void> insert(SqlConnection connection, TenantId tenant, UUID id, String kind, JsonObject parameters) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(tenant.value(), id, kind, parameters))
                .replaceWithVoid();
    }

    /** Says how many tasks it has; one without any has succeeded. */
    static Uni<Void> seal(SqlConnection connection, TenantId tenant, UUID id, int total) {
        return connection
                .preparedQuery(SEAL)
                .execute(Tuple.of(tenant.value(), id, total))
                .replaceWithVoid();
    }

    static Uni<Optional<Job>> find(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id))
                .map(JobSql::first);
    }

    /** The job, held against everybody who ends its tasks until the transaction ends. */
    static Uni<Optional<Job>> lock(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value(), id))
                .map(JobSql::first);
    }

    /** Newest first. */
    static Uni<List<Job>> list(
            SqlConnection connection, TenantId tenant, @Nullable JobState state, @Nullable String kind, Page page) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), label(state), kind, page.limit(), page.offset()))
                .map(rows -> {
                    List<Job> jobs = new ArrayList<>(rows.size());
                    rows.forEach(row -> jobs.add(job(row)));
                    return jobs;
                });
    }

    static Uni<Long> count(SqlConnection connection, TenantId tenant, @Nullable JobState state, @Nullable String kind) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.from(Arrays.asList(tenant.value(), label(state), kind)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    static Uni<Void> cancel(SqlConnection connection, TenantId tenant, UUID id, int tasks) {
        return connection
                .preparedQuery(CANCEL)
                .execute(Tuple.of(tenant.value(), id, tasks))
                .replaceWithVoid();
    }

    static Uni<Void> resume(SqlConnection connection, TenantId tenant, UUID id, int tasks) {
        return connection
                .preparedQuery(RESUME)
                .execute(Tuple.of(tenant.value(), id, tasks))
                .replaceWithVoid();
    }

    /** Removes jobs that ended longer ago than that, with their tasks. @return how many */
    static Uni<Integer> remove(SqlConnection connection, Duration keep, int limit) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of((double) keep.toMillis(), limit))
                .map(RowSet::rowCount);
    }

    /** Tells the workers, once the transaction commits, that there is work. */
    static Uni<Void> wakeWorkers(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(WAKE)
                .execute(Tuple.of(Jobs.CHANNEL, id.toString()))
                .replaceWithVoid();
    }

    private static Optional<Job> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(job(rows.iterator().next()));
    }

    private static Job job(Row row) {
        return new Job(
                row.getUUID("id"),
                row.getString("kind"),
                JobState.of(row.getString("state")),
                row.getInteger("total"),
                row.getInteger("succeeded"),
                row.getInteger("skipped"),
                row.getInteger("failed"),
                row.getInteger("cancelled"),
                row.getLong("last_event"),
                row.getJsonObject("parameters"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("started_at"),
                row.getOffsetDateTime("finished_at"),
                row.getString("error"));
    }

    private static @Nullable String label(@Nullable JobState state) {
        return state == null ? null : state.label();
    }
}
