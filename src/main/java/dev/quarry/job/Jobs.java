package dev.quarry.job;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.failure.Failure;
import dev.quarry.http.Page;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Creates, finds, cancels and resumes jobs. Each call is one transaction. */
@ApplicationScoped
public class Jobs {
    /** Notified with a job's id when it has tasks to claim. */
    public static final String CHANNEL = "quarry_jobs";

    /** More than this many workers at one job are not told one by one. */
    private static final int RUNNING_SHOWN = 100;

    private final Database database;
    private final JobConfig config;
    private final TimeBasedEpochGenerator ids;

    Jobs(Database database, JobConfig config, TimeBasedEpochGenerator ids) {
        this.database = database;
        this.config = config;
        this.ids = ids;
    }

    /** Inserts a new job's tasks, numbered from 1, as one statement of the transaction that creates the job. */
    @FunctionalInterface
    public interface TaskSource {
        /** @return how many it inserted into {@code job_tasks (tenant_id, job_id, number, subject)} */
        Uni<Integer> insert(SqlConnection connection, TenantId tenant, UUID jobId);

        /** A task for each subject, in this order. */
        static TaskSource of(List<String> subjects) {
            return (connection, tenant, jobId) -> TaskSql.insert(connection, tenant, jobId, subjects);
        }
    }

    /** A part of the list, and how many there are in all. */
    @Schema(description = "A part of the jobs.")
    record JobList(
            @Schema(description = "Newest first.") List<Job> jobs,

            @Schema(description = "How many there are in all.")
            long total) {}

    /** A part of a job's tasks, and how many there are in all. */
    @Schema(description = "A part of a job's tasks.")
    record TaskList(
            @Schema(description = "In their order.") List<JobTask> tasks,

            @Schema(description = "How many there are in all.")
            long total) {}

    /** A job and the tasks that are at work, with their owners. */
    record Details(Job job, List<JobTask> running) {}

    /** What happened in a job after an event, read in one go. */
    record News(Job job, List<JobTask> ended) {}

    /** Creates a job with its tasks and wakes the workers; one without tasks has succeeded. */
    public Uni<Job> create(TenantId tenant, String kind, JsonObject parameters, TaskSource tasks) {
        UUID id = ids.generate();
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> JobSql.insert(connection, tenant, id, kind, parameters)
                        .chain(() -> tasks.insert(connection, tenant, id))
                        .flatMap(total -> JobSql.seal(connection, tenant, id, total))
                        .chain(() -> wakeAndFind(connection, tenant, id)));
    }

    /** @return the job; fails with {@link Failure.NotFound} */
    public Uni<Job> find(TenantId tenant, UUID id) {
        return database.read(
                        tenant.rows(), config.statementDeadline(), connection -> JobSql.find(connection, tenant, id))
                .map(found -> found.orElseThrow(() -> notFound(id)));
    }

    /** The tasks that ended in that state, in their order: the first {@code limit} of them. */
    public Uni<List<JobTask>> tasks(TenantId tenant, UUID id, TaskState state, int limit) {
        return database.read(
                tenant.rows(),
                config.statementDeadline(),
                connection -> TaskSql.list(connection, tenant, id, state, new Page(limit, 0)));
    }

    Uni<Details> details(TenantId tenant, UUID id) {
        return database.snapshot(
                tenant.rows(),
                config.statementDeadline(),
                connection -> JobSql.find(connection, tenant, id)
                        .map(found -> found.orElseThrow(() -> notFound(id)))
                        .flatMap(job -> TaskSql.list(
                                        connection, tenant, id, TaskState.RUNNING, new Page(RUNNING_SHOWN, 0))
                                .map(running -> new Details(job, running))));
    }

    Uni<JobList> list(TenantId tenant, @Nullable JobState state, @Nullable String kind, Page page) {
        return database.snapshot(
                tenant.rows(),
                config.statementDeadline(),
                connection -> JobSql.list(connection, tenant, state, kind, page)
                        .flatMap(jobs ->
                                JobSql.count(connection, tenant, state, kind).map(total -> new JobList(jobs, total))));
    }

    Uni<TaskList> listTasks(TenantId tenant, UUID id, @Nullable TaskState state, Page page) {
        return database.snapshot(
                tenant.rows(),
                config.statementDeadline(),
                connection -> JobSql.find(connection, tenant, id)
                        .map(found -> found.orElseThrow(() -> notFound(id)))
                        .flatMap(job -> TaskSql.list(connection, tenant, id, state, page))
                        .flatMap(tasks ->
                                TaskSql.count(connection, tenant, id, state).map(total -> new TaskList(tasks, total))));
    }

    /** Tasks that ended after that event, and the job no later than they: when it has ended, they are the last ones. */
    Uni<News> newsAfter(TenantId tenant, UUID id, long event, int limit) {
        return database.snapshot(
                tenant.rows(),
                config.statementDeadline(),
                connection -> JobSql.find(connection, tenant, id)
                        .map(found -> found.orElseThrow(() -> notFound(id)))
                        .flatMap(job -> TaskSql.endedAfter(connection, tenant, id, event, limit)
                                .map(ended -> new News(job, ended))));
    }

    /** Ends what is pending; what is at work finishes. Fails with {@link Failure.Conflict} when nothing is left to cancel. */
    public Uni<Job> cancel(TenantId tenant, UUID id) {
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> JobSql.lock(connection, tenant, id)
                        .map(found -> found.orElseThrow(() -> notFound(id)))
                        .invoke(Jobs::requireCancellable)
                        .flatMap(job -> TaskSql.cancelPending(connection, tenant, id, job.lastEvent()))
                        .flatMap(cancelled -> JobSql.cancel(connection, tenant, id, cancelled))
                        .chain(() -> JobSql.find(connection, tenant, id))
                        .map(job -> job.orElseThrow(() -> notFound(id))));
    }

    /** Gives its dead letters all their attempts back. Fails with {@link Failure.Conflict} when it has none. */
    Uni<Job> retry(TenantId tenant, UUID id) {
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> JobSql.lock(connection, tenant, id)
                        .map(found -> found.orElseThrow(() -> notFound(id)))
                        .invoke(Jobs::requireRetryable)
                        .chain(() -> TaskSql.reviveDead(connection, tenant, id))
                        .flatMap(revived -> JobSql.resume(connection, tenant, id, revived))
                        .chain(() -> wakeAndFind(connection, tenant, id)));
    }

    private static Uni<Job> wakeAndFind(SqlConnection connection, TenantId tenant, UUID id) {
        return JobSql.wakeWorkers(connection, id)
                .chain(() -> JobSql.find(connection, tenant, id))
                .map(job -> job.orElseThrow(() -> notFound(id)));
    }

    private static void requireCancellable(Job job) {
        if (job.hasEnded() || job.state() == JobState.CANCELLED) {
            throw new Failure.Conflict("the job is " + job.state().label() + " already: there is nothing to cancel");
        }
    }

    private static void requireRetryable(Job job) {
        if (job.state() == JobState.CANCELLED) {
            throw new Failure.Conflict("the job was cancelled: create another one for what it left");
        }
        if (job.failed() == 0) {
            throw new Failure.Conflict("the job is " + job.state().label() + " and has no failed task to retry");
        }
    }

    private static Failure.NotFound notFound(UUID id) {
        return new Failure.NotFound("there is no job " + id);
    }
}
