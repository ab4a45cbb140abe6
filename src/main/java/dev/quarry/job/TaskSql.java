package dev.quarry.job;

import dev.quarry.http.Page;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code job_tasks}, as those who order and follow jobs see them; {@link LeaseSql} is the workers' side. */
final class TaskSql {
    private static final String INSERT = """
            insert into job_tasks (tenant_id, job_id, number, subject)
            select $1, $2, number, subject
            from unnest($3::text[]) with ordinality as subjects (subject, number)
            """;

    private static final String LIST = """
            select *
            from job_tasks
            where tenant_id = $1 and job_id = $2 and ($3::text is null or state = $3)
            order by number
            limit $4 offset $5
            """;

    private static final String COUNT = """
            select count(*)
            from job_tasks
            where tenant_id = $1 and job_id = $2 and ($3::text is null or state = $3)
            """;

    static final String ENDED_AFTER = """
            select *
            from job_tasks
            where tenant_id = $1 and job_id = $2 and event > $3
            order by event
            limit $4
            """;

    private static final String CANCEL_PENDING = """
            with pending as (
              select number
              from job_tasks
              where tenant_id = $1 and job_id = $2 and state = 'pending'
              for update
            ), numbered as (
              select number, row_number() over (order by number) as position from pending
            )
            update job_tasks t
            set state = 'cancelled', event = $3 + numbered.position, finished_at = now()
            from numbered
            where t.tenant_id = $1 and t.job_id = $2 and t.number = numbered.number
            """;

    private static final String REVIVE_DEAD = """
            update job_tasks
            set state = 'pending', attempts = 0, takeovers = 0, next_attempt_at = now(), reason = null, event = null,
                finished_at = null
            where tenant_id = $1 and job_id = $2 and state = 'failed'
            """;

    private TaskSql() {}

    /** Adds a task for each subject. @return how many */
    static Uni<Integer> insert(SqlConnection connection, TenantId tenant, UUID jobId, List<String> subjects) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(tenant.value(), jobId, subjects.toArray(String[]::new)))
                .map(RowSet::rowCount);
    }

    static Uni<List<JobTask>> list(
            SqlConnection connection, TenantId tenant, UUID jobId, @Nullable TaskState state, Page page) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), jobId, label(state), page.limit(), page.offset()))
                .map(TaskSql::tasks);
    }

    static Uni<Long> count(SqlConnection connection, TenantId tenant, UUID jobId, @Nullable TaskState state) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.from(Arrays.asList(tenant.value(), jobId, label(state))))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Tasks that ended after that event, in the order of their ends. */
    static Uni<List<JobTask>> endedAfter(SqlConnection connection, TenantId tenant, UUID jobId, long event, int limit) {
        return connection
                .preparedQuery(ENDED_AFTER)
                .execute(Tuple.of(tenant.value(), jobId, event, limit))
                .map(TaskSql::tasks);
    }

    /** Ends what is not at work; the first of them gets the event after {@code lastEvent}. @return how many */
    static Uni<Integer> cancelPending(SqlConnection connection, TenantId tenant, UUID jobId, long lastEvent) {
        return connection
                .preparedQuery(CANCEL_PENDING)
                .execute(Tuple.of(tenant.value(), jobId, lastEvent))
                .map(RowSet::rowCount);
    }

    /** Gives what failed for good all its attempts back. @return how many tasks */
    static Uni<Integer> reviveDead(SqlConnection connection, TenantId tenant, UUID jobId) {
        return connection
                .preparedQuery(REVIVE_DEAD)
                .execute(Tuple.of(tenant.value(), jobId))
                .map(RowSet::rowCount);
    }

    private static List<JobTask> tasks(RowSet<Row> rows) {
        List<JobTask> tasks = new ArrayList<>(rows.size());
        for (Row row : rows) {
            tasks.add(new JobTask(
                    row.getInteger("number"),
                    row.getString("subject"),
                    TaskState.of(row.getString("state")),
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("next_attempt_at"),
                    row.getString("lease_owner"),
                    row.getOffsetDateTime("lease_until"),
                    row.getString("reason"),
                    row.getLong("event"),
                    row.getOffsetDateTime("started_at"),
                    row.getOffsetDateTime("finished_at")));
        }
        return tasks;
    }

    private static @Nullable String label(@Nullable TaskState state) {
        return state == null ? null : state.label();
    }
}
