package dev.quarry.job;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The workers' side of {@code job_tasks}: claim, renew, finish, put back. Each but the first names the lease it acts under. */
final class LeaseSql {
    // Jobs take turns, a task each: a large one does not hold up a small one. Of the jobs' rows only those are touched
    // that
    // nobody else holds: a claim never waits.
    static final String CLAIM = """
            with due as (
              select t.tenant_id, t.job_id, t.number, j.kind, t.taken_over, j.state = 'cancelled' as cancelled
              from jobs j
              cross join lateral (
                select tenant_id, job_id, number, state = 'running' as taken_over
                from job_tasks
                where tenant_id = j.tenant_id and job_id = j.id and finished_at is null and claimable_at <= now()
                order by claimable_at, number
                limit 1
                for update skip locked
              ) t
              where j.finished_at is null and j.kind = any ($1)
              order by j.served_at, j.tenant_id, j.id
              limit $2
            ), free as (
              select tenant_id, id
              from jobs
              where (tenant_id, id) in (select tenant_id, job_id from due)
              for no key update skip locked
            ), served as (
              update jobs j
              set served_at = now(), state = case when j.state = 'queued' then 'running' else j.state end,
                  started_at = coalesce(j.started_at, now())
              from free f
              where j.tenant_id = f.tenant_id and j.id = f.id
            )
            update job_tasks t
            set state = 'running', attempts = t.attempts + 1, claims = t.claims + 1,
                takeovers = t.takeovers + due.taken_over::integer,
                lease_owner = $3, lease_until = now() + $4 * interval '1 ms', started_at = now()
            from due
            where t.tenant_id = due.tenant_id and t.job_id = due.job_id and t.number = due.number
            returning t.tenant_id, t.job_id, t.number, due.kind, t.subject, t.attempts, t.claims, t.takeovers, due.taken_over,
              due.cancelled
            """;

    private static final String RENEW = """
            update job_tasks t
            set lease_until = now() + $6 * interval '1 ms'
            from unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[]) as held (tenant_id, job_id, number, claims)
            where t.tenant_id = held.tenant_id and t.job_id = held.job_id and t.number = held.number
              and t.state = 'running' and t.claims = held.claims and t.lease_owner = $5
            returning t.tenant_id, t.job_id, t.number, t.claims
            """;

    private static final String FINISH = """
            with held as (
              select tenant_id, job_id, number
              from job_tasks
              where tenant_id = $1 and job_id = $2 and number = $3
                and state = 'running' and claims = $4 and lease_owner = $5 and lease_until > now()
              for update
            ), counted as (
              update jobs j
              set succeeded = succeeded + ($6 = 'succeeded')::integer,
                  skipped = skipped + ($6 = 'skipped')::integer,
                  failed = failed + ($6 = 'failed')::integer,
                  cancelled = cancelled + ($6 = 'cancelled')::integer,
                  error = case when $6 = 'failed' then coalesce(error, left($7, 1000)) else error end,
                  last_event = last_event + 1,
                  state = case
                    when state = 'cancelled' then 'cancelled'
                    when succeeded + skipped + failed + cancelled + 1 < total then 'running'
                    when failed > 0 or $6 = 'failed' then 'failed'
                    else 'succeeded'
                  end,
                  finished_at = case when succeeded + skipped + failed + cancelled + 1 = total then now() end
              from held
              where j.tenant_id = held.tenant_id and j.id = held.job_id
                -- A lease that seemed lost may have been renewed since: only a cancelled job's tasks end as cancelled.
                and ($6 <> 'cancelled' or j.state = 'cancelled')
              returning j.tenant_id, j.id, j.last_event
            )
            update job_tasks t
            set state = $6, reason = left($7, 1000), event = counted.last_event, finished_at = now(),
                lease_owner = null, lease_until = null
            from counted
            where t.tenant_id = counted.tenant_id and t.job_id = counted.id and t.number = $3
            """;

    // The job is held, so that it cannot be cancelled between the look at its state and the commit.
    private static final String PUT_BACK = """
            with job as (
              select state from jobs where tenant_id = $1 and id = $2 for share
            )
            update job_tasks t
            set state = 'pending', attempts = attempts - $8, next_attempt_at = now() + $7 * interval '1 ms',
                reason = left($6, 1000), lease_owner = null, lease_until = null
            from job
            where t.tenant_id = $1 and t.job_id = $2 and t.number = $3
              and t.state = 'running' and t.claims = $4 and t.lease_owner = $5 and t.lease_until > now()
              and job.state <> 'cancelled'
            """;

    private LeaseSql() {}

    /** Takes up to {@code limit} tasks whose turn it is, of any tenant, one a job. Never waits for another worker. */
    static Uni<List<Task>> claim(SqlConnection connection, Set<String> kinds, int limit, String owner, Duration lease) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(kinds.toArray(String[]::new), limit, owner, (double) lease.toMillis()))
                .map(rows -> {
                    List<Task> claimed = new ArrayList<>(rows.size());
                    rows.forEach(row -> claimed.add(task(row)));
                    return claimed;
                });
    }

    /** Renews all of a worker's leases, those included that have run out and that nobody took. @return those it still has */
    static Uni<Set<LeaseKey>> renew(SqlConnection connection, Collection<LeaseKey> held, String owner, Duration lease) {
        return connection
                .preparedQuery(RENEW)
                .execute(Tuple.of(
                        held.stream().map(key -> key.tenant().value()).toArray(Integer[]::new),
                        held.stream().map(LeaseKey::jobId).toArray(UUID[]::new),
                        held.stream().map(LeaseKey::number).toArray(Integer[]::new),
                        held.stream().map(LeaseKey::claim).toArray(Integer[]::new),
                        owner,
                        (double) lease.toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new LeaseKey(
                                new TenantId(row.getInteger("tenant_id")),
                                row.getUUID("job_id"),
                                row.getInteger("number"),
                                row.getInteger("claims")))
                        .collect(Collectors.toSet()));
    }

    /** Ends the task and counts it in its job. @return false when the lease is lost: then nothing was changed */
    static Uni<Boolean> finish(
            SqlConnection connection, LeaseKey lease, String owner, TaskState state, @Nullable String reason) {
        return connection
                .preparedQuery(FINISH)
                .execute(under(lease, owner).addString(state.label()).addString(reason))
                .map(updated -> updated.rowCount() == 1);
    }

    /**
     * Gives the task back, to be tried again.
     *
     * @return false when the lease is lost or the job cancelled: then nothing was changed
     */
    static Uni<Boolean> putBack(SqlConnection connection, LeaseKey lease, String owner, PutBack how) {
        return connection
                .preparedQuery(PUT_BACK)
                .execute(under(lease, owner)
                        .addString(how.reason())
                        .addDouble((double) how.after().toMillis())
                        .addInteger(how.counts() ? 0 : 1))
                .map(updated -> updated.rowCount() == 1);
    }

    /** How a task is given back: when it is tried again, and whether this try counts as an attempt. */
    record PutBack(Duration after, String reason, boolean counts) {}

    /** One lease of one task; never used twice. */
    record LeaseKey(TenantId tenant, UUID jobId, int number, int claim) {
        static LeaseKey of(Task task) {
            return new LeaseKey(task.tenant(), task.jobId(), task.number(), task.claim());
        }
    }

    private static Tuple under(LeaseKey lease, String owner) {
        return Tuple.of(lease.tenant().value(), lease.jobId(), lease.number(), lease.claim(), owner);
    }

    private static Task task(Row row) {
        return new Task(
                new TenantId(row.getInteger("tenant_id")),
                row.getUUID("job_id"),
                row.getInteger("number"),
                row.getString("kind"),
                row.getString("subject"),
                row.getInteger("attempts"),
                row.getInteger("claims"),
                row.getInteger("takeovers"),
                row.getBoolean("taken_over"),
                row.getBoolean("cancelled"));
    }
}
