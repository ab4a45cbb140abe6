package dev.quarry.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.job.LeaseSql.LeaseKey;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs, and workers that compete for them, die and are stopped. The service's own worker rests. */
@ServiceTest
@TestProfile(JobWorkerTest.WithoutWorker.class)
class JobWorkerTest {
    /** Nobody works but the test. */
    public static class WithoutWorker implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.role", "server",
                    "quarry.job.watch-interval", "50ms",
                    "quarry.job.watch-heartbeat", "200ms",
                    "quarry.job.max-watchers", "3");
        }
    }

    private static final Duration SHORT_LEASE = Duration.ofMillis(600);

    private static final String BLOCKED_CLAIMS =
            "select count(*) from pg_locks where not granted and relation = 'job_tasks'::regclass";

    private static final String WAITING_FOR_A_ROW =
            "select count(*) from pg_locks where not granted and locktype in ('transactionid', 'tuple')";

    @Inject
    Workers workers;

    @Inject
    Database database;

    @Inject
    Rows rows;

    private final String kind = "test-" + UUID.randomUUID();
    private final Collection<String> performed = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() throws InterruptedException {
        workers.closeAll();
    }

    @Test
    void a_job_without_tasks_succeeds_at_once() {
        Job job = workers.find(workers.job(kind));

        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.percent()).isEqualTo(100);
        assertThat(job.hasEnded()).isTrue();
    }

    @Test
    void two_workers_perform_every_task_once_and_events_have_no_gaps() {
        UUID id = workers.job(kind, numbers(60));
        for (String name : List.of("one", "two")) {
            workers.start(name + id, FastJobs.settings(), kind, task -> {
                performed.add(task.subject());
                return new TaskOutcome.Done();
            });
        }

        Job job = ended(id);

        assertThat(performed).containsExactlyInAnyOrder(numbers(60));
        assertThat(job.succeeded()).isEqualTo(60);
        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(workers.tasks(id)).extracting(JobTask::event).doesNotHaveDuplicates();
        assertThat(job.lastEvent()).isEqualTo(60);
    }

    @Test
    void outcomes_are_counted_and_a_failed_task_is_tried_until_its_attempts_are_used_up() {
        UUID id = workers.job(kind, "done", "skipped", "failed", "broken", "recovers");
        workers.start("worker" + id, FastJobs.settings(), kind, task -> {
            performed.add(task.subject());
            return switch (task.subject()) {
                case "skipped" -> new TaskOutcome.Skipped("nothing to do");
                case "failed" -> new TaskOutcome.Failed("it is broken");
                case "broken" -> throw new IllegalStateException("never shown");
                case "recovers" -> task.attempt() < 3 ? new TaskOutcome.Failed("not yet") : new TaskOutcome.Done();
                default -> new TaskOutcome.Done();
            };
        });

        Job job = ended(id);

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(List.of(job.succeeded(), job.skipped(), job.failed())).containsExactly(2, 1, 2);
        assertThat(performed).filteredOn("failed"::equals).hasSize(3);
        assertThat(workers.tasks(id))
                .extracting(JobTask::reason)
                .containsExactly(
                        null, "nothing to do", "it is broken", "the task failed; the service's log says why", null);
    }

    @Test
    void a_postponed_task_comes_again_and_its_try_does_not_count() {
        UUID id = workers.job(kind, "late");
        workers.start("worker" + id, FastJobs.settings().withMaxAttempts(1), kind, task -> {
            performed.add(task.subject());
            return performed.size() < 4
                    ? new TaskOutcome.Postponed(Duration.ofMillis(10), "too early")
                    : new TaskOutcome.Done();
        });

        assertThat(ended(id).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(workers.tasks(id)).extracting(JobTask::attempts).containsExactly(1);
    }

    @Test
    void the_task_of_a_dead_worker_is_taken_over_and_the_dead_changes_nothing() throws InterruptedException {
        UUID id = workers.job(kind, "orphan");
        Task orphan = claimAndDie("dead" + id, SHORT_LEASE);
        workers.start("heir" + id, FastJobs.settings(), kind, task -> {
            performed.add(task.subject() + " " + task.attempt() + " " + task.takenOver());
            return new TaskOutcome.Done();
        });

        assertThat(ended(id).succeeded()).isEqualTo(1);
        assertThat(performed).containsExactly("orphan 2 true");
        assertThat(finish(orphan, "dead" + id)).isFalse();
        assertThat(workers.find(id).lastEvent()).isEqualTo(1);
    }

    @Test
    void an_outcome_that_comes_after_its_lease_has_run_out_is_refused() {
        UUID id = workers.job(kind, "late");
        Task task = claimAndDie("slow" + id, Duration.ofMillis(1));

        assertThat(finish(task, "slow" + id)).isFalse();
        assertThat(workers.tasks(id)).extracting(JobTask::state).containsExactly(TaskState.RUNNING);
    }

    @Test
    void a_task_that_kills_its_workers_is_given_up() {
        UUID id = workers.job(kind, "deadly");
        IntStream.range(0, 3).forEach(i -> claimAndDie("dead" + i + id, Duration.ofMillis(1)));

        workers.start("last" + id, FastJobs.settings(), kind, task -> {
            performed.add(task.subject());
            return new TaskOutcome.Done();
        });

        assertThat(ended(id).state()).isEqualTo(JobState.FAILED);
        assertThat(performed).isEmpty();
        assertThat(workers.tasks(id)).extracting(JobTask::reason).containsExactly("its worker died 3 times");
    }

    @Test
    void a_lease_is_renewed_for_as_long_as_the_work_takes() throws InterruptedException {
        UUID id = workers.job(kind, "long");
        CountDownLatch release = new CountDownLatch(1);
        FastJobs settings = FastJobs.settings().withLease(SHORT_LEASE);
        for (String name : List.of("one", "two")) {
            workers.start(name + id, settings, kind, task -> {
                performed.add(task.subject());
                awaitQuietly(release);
                return new TaskOutcome.Done();
            });
        }
        await().until(() -> !performed.isEmpty());
        OffsetDateTime first = leaseUntil(id);

        await().until(() -> leaseUntil(id).isAfter(first.plus(SHORT_LEASE)));
        release.countDown();

        assertThat(ended(id).succeeded()).isEqualTo(1);
        assertThat(performed).hasSize(1);
    }

    @Test
    void an_outcome_that_cannot_be_written_down_now_is_written_down_soon() {
        UUID id = workers.job(kind, "settled late");
        CountDownLatch release = new CountDownLatch(1);
        workers.start("starved" + id, FastJobs.settings().withStatementDeadline(Duration.ofMillis(200)), kind, task -> {
            performed.add(task.subject());
            awaitQuietly(release);
            return new TaskOutcome.Done();
        });
        await().until(() -> !performed.isEmpty());

        UUID held = rows.with(connection -> {
            try (Statement hold = connection.createStatement()) {
                hold.execute("select from jobs where id = '" + id + "' for update");
                release.countDown();
                // The first try of the outcome waits, and is given up at its deadline.
                await().until(() -> rows.number(WAITING_FOR_A_ROW) > 0);
                await().until(() -> rows.number(WAITING_FOR_A_ROW) == 0);
                return id;
            }
        });

        assertThat(ended(held).succeeded()).isEqualTo(1);
        assertThat(performed).hasSize(1);
        assertThat(workers.tasks(id).getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void a_large_job_does_not_hold_up_a_small_one() {
        UUID large = workers.job(kind, numbers(300));
        UUID small = workers.job(kind, "small 1", "small 2");
        workers.start("only" + large, FastJobs.settings().withConcurrency(1), kind, task -> {
            performed.add(task.subject());
            return new TaskOutcome.Done();
        });

        assertThat(ended(small).succeeded()).isEqualTo(2);
        // They take turns.
        assertThat(List.copyOf(performed).subList(0, 4)).contains("small 1", "small 2");
        assertThat(ended(large).succeeded()).isEqualTo(300);
    }

    @Test
    void a_cancelled_job_lets_finish_what_is_at_work_and_begins_nothing_more() {
        UUID id = workers.job(kind, numbers(10));
        CountDownLatch release = new CountDownLatch(1);
        workers.start("worker" + id, FastJobs.settings(), kind, task -> {
            performed.add(task.subject());
            awaitQuietly(release);
            return task.subject().equals("1") ? new TaskOutcome.Done() : new TaskOutcome.Failed("tried again, else");
        });
        await().until(() -> performed.size() == 2);

        Api.post("/api/v1/jobs/" + id + "/cancel", "").statusCode(200);
        Job cancelled = workers.find(id);
        Api.post("/api/v1/jobs/" + id + "/cancel", "").statusCode(409);
        release.countDown();
        Job job = ended(id);

        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.cancelled()).isEqualTo(8);
        assertThat(cancelled.percent()).isEqualTo(80);
        assertThat(List.of(job.succeeded(), job.cancelled(), job.failed())).containsExactly(1, 9, 0);
        assertThat(performed).hasSize(2);
        assertThat(job.lastEvent()).isEqualTo(10);
        Api.post("/api/v1/jobs/" + id + "/retry", "").statusCode(409);
    }

    @Test
    void a_dead_workers_task_ends_with_its_cancelled_job() {
        UUID id = workers.job(kind, "orphan", "never begun");
        claimAndDie("dead" + id, Duration.ofMillis(1));
        Api.post("/api/v1/jobs/" + id + "/cancel", "").statusCode(200);
        workers.start("heir" + id, FastJobs.settings(), kind, task -> {
            performed.add(task.subject());
            return new TaskOutcome.Done();
        });

        Job job = ended(id);

        assertThat(performed).isEmpty();
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.cancelled()).isEqualTo(2);
    }

    @Test
    void a_stopped_task_has_time_to_put_things_right_before_it_is_given_back() throws InterruptedException {
        UUID id = workers.job(kind, "orderly");
        CountDownLatch begun = new CountDownLatch(1);
        workers.start("stopped" + id, FastJobs.settings().withStopDeadline(Duration.ofMillis(50)), kind, task -> {
            begun.countDown();
            awaitQuietly(new CountDownLatch(1));
            // What it puts right waits for the database, as a last word does.
            assertThat(Thread.interrupted()).isTrue();
            performed.add(workers.tasks(id).getFirst().state().label());
            throw new CancellationException("stopped");
        });
        begun.await();

        workers.closeAll();

        assertThat(performed).containsExactly("running");
        assertThat(workers.tasks(id)).extracting(JobTask::state).containsExactly(TaskState.PENDING);
    }

    @Test
    void what_failed_is_tried_again_on_demand() {
        UUID id = workers.job(kind, "good", "bad");
        workers.start("worker" + id, FastJobs.settings().withMaxAttempts(1), kind, task -> {
            performed.add(task.subject());
            return task.subject().equals("bad") && performed.size() < 3
                    ? new TaskOutcome.Failed("the first time")
                    : new TaskOutcome.Done();
        });
        assertThat(ended(id).state()).isEqualTo(JobState.FAILED);

        Api.post("/api/v1/jobs/" + id + "/retry", "").statusCode(200);

        assertThat(ended(id).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(performed).hasSize(3);
        Api.post("/api/v1/jobs/" + id + "/retry", "").statusCode(409);
    }

    @Test
    void a_stopped_worker_gives_back_what_does_not_end_in_time() throws InterruptedException {
        UUID id = workers.job(kind, "endless");
        workers.start("stopped" + id, FastJobs.settings().withStopDeadline(Duration.ofMillis(50)), kind, task -> {
            performed.add(task.subject());
            awaitQuietly(new CountDownLatch(1));
            throw new CancellationException("stopped");
        });
        await().until(() -> !performed.isEmpty());

        workers.closeAll();

        JobTask task = workers.tasks(id).getFirst();
        assertThat(task.state()).isEqualTo(TaskState.PENDING);
        assertThat(task.attempts()).isZero();
        assertThat(task.leaseOwner()).isNull();
    }

    @Test
    void a_task_whose_claim_comes_back_while_its_worker_stops_is_given_back() throws InterruptedException {
        UUID id = workers.job(kind, "late");
        Thread closing = rows.with(connection -> {
            try (Statement hold = connection.createStatement()) {
                hold.execute("lock table job_tasks in access exclusive mode");
            }
            workers.start("late" + id, FastJobs.settings(), kind, task -> {
                performed.add(task.subject());
                return new TaskOutcome.Done();
            });
            await().until(() -> rows.number(BLOCKED_CLAIMS) > 0);
            Thread stopping = Thread.ofPlatform().start(this::closeWorkers);
            await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
            return stopping;
        });
        closing.join();

        JobTask task = workers.tasks(id).getFirst();
        assertThat(performed).isEmpty();
        assertThat(task.state()).isEqualTo(TaskState.PENDING);
        assertThat(task.attempts()).isZero();
        assertThat(task.leaseOwner()).isNull();
    }

    @Test
    void another_tenant_sees_neither_job_nor_tasks() {
        UUID id = workers.job(kind, "mine");
        RowScope another = RowScope.ofTenant(2);

        assertThat(database.read(
                                another,
                                FastJobs.settings().statementDeadline(),
                                c -> JobSql.find(c, TenantId.DEFAULT, id))
                        .await()
                        .indefinitely())
                .isEmpty();
        assertThat(database.read(
                                another,
                                FastJobs.settings().statementDeadline(),
                                c -> TaskSql.count(c, TenantId.DEFAULT, id, null))
                        .await()
                        .indefinitely())
                .isZero();
    }

    /** A worker that claims one task and is never heard of again. */
    @CanIgnoreReturnValue
    private Task claimAndDie(String owner, Duration lease) {
        return await().until(
                        () -> database.workerWrite(
                                        RowScope.EVERY_TENANT,
                                        FastJobs.settings().statementDeadline(),
                                        c -> LeaseSql.claim(c, Set.of(kind), 1, owner, lease))
                                .await()
                                .indefinitely(),
                        claimed -> !claimed.isEmpty())
                .getFirst();
    }

    private void closeWorkers() {
        try {
            workers.closeAll();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private OffsetDateTime leaseUntil(UUID id) {
        return Objects.requireNonNull(workers.tasks(id).getFirst().leaseUntil());
    }

    private boolean finish(Task task, String owner) {
        return database.workerWrite(
                        RowScope.EVERY_TENANT,
                        FastJobs.settings().statementDeadline(),
                        c -> LeaseSql.finish(c, LeaseKey.of(task), owner, TaskState.SUCCEEDED, null))
                .await()
                .indefinitely();
    }

    private Job ended(UUID id) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> workers.find(id), Job::hasEnded);
    }

    private static String[] numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
