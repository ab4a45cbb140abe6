package dev.quarry.job;

import dev.quarry.job.LeaseSql.LeaseKey;
import dev.quarry.job.LeaseSql.PutBack;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One worker's entries in the tables: what it claims, renews, ends and gives back, each under its own name. Waits. */
final class TaskLedger {
    static final String STOPPED = "its worker was stopped";

    private final Database database;
    private final JobConfig config;
    private final String owner;

    TaskLedger(Database database, JobConfig config, String owner) {
        this.database = database;
        this.config = config;
        this.owner = owner;
    }

    String owner() {
        return owner;
    }

    List<Task> claim(Set<String> kinds, int limit) {
        return write(
                RowScope.EVERY_TENANT, connection -> LeaseSql.claim(connection, kinds, limit, owner, config.lease()));
    }

    Set<LeaseKey> renew(Collection<LeaseKey> held) {
        return write(RowScope.EVERY_TENANT, connection -> LeaseSql.renew(connection, held, owner, config.lease()));
    }

    /** Writes down what a task came to. @return false when its lease was lost: then nothing was written */
    boolean settle(Task task, TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Done done -> finish(task, TaskState.SUCCEEDED, null);
            case TaskOutcome.Skipped skipped -> finish(task, TaskState.SKIPPED, skipped.reason());
            case TaskOutcome.Failed failed ->
                task.attempt() < config.maxAttempts()
                        ? putBack(task, new PutBack(backOff(task.attempt()), failed.error(), true))
                        : finish(task, TaskState.FAILED, failed.error());
            case TaskOutcome.Postponed postponed ->
                putBack(task, new PutBack(postponed.after(), postponed.reason(), false));
        };
    }

    /** Gives a task back that is still at work, as if it had not been begun. */
    boolean release(Task task) {
        return putBack(task, new PutBack(Duration.ZERO, STOPPED, false));
    }

    /** A task of a cancelled job is not tried again: it ends with its job. */
    private boolean putBack(Task task, PutBack how) {
        return write(task.tenant().rows(), connection -> LeaseSql.putBack(connection, LeaseKey.of(task), owner, how))
                || finish(task, TaskState.CANCELLED, how.reason());
    }

    private boolean finish(Task task, TaskState state, @Nullable String reason) {
        return write(
                task.tenant().rows(),
                connection -> LeaseSql.finish(connection, LeaseKey.of(task), owner, state, reason));
    }

    private Duration backOff(int attempt) {
        Duration wait = config.retryAfter().multipliedBy(1L << Math.min(attempt - 1, 20));
        return wait.compareTo(config.longestRetryAfter()) < 0 ? wait : config.longestRetryAfter();
    }

    private <T> T write(RowScope scope, Function<SqlConnection, Uni<T>> work) {
        return database.workerWrite(scope, config.statementDeadline(), work)
                .await()
                .indefinitely();
    }
}
