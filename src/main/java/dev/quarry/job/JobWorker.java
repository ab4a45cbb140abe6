package dev.quarry.job;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Claims tasks, as many as it has places, and has each performed by the handler of its kind.
 *
 * <p>Nothing waits in memory: a task is claimed when a place is free for it.
 */
final class JobWorker {
    private static final Logger LOG = Logger.getLogger(JobWorker.class);

    /** What is shown of an error that was not made to be shown. */
    private static final String UNEXPECTED = "the task failed; the service's log says why";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final TaskLedger ledger;
    private final HeldLeases leases;
    private final Map<String, TaskHandler> handlers;
    private final JobConfig config;
    private final JobMetrics metrics;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("job-", 0).factory());
    private final Semaphore places;
    private final Rounds rounds = new Rounds("job", threads, this::round);
    private volatile long stopBy;

    /** @param owner the worker's name, no other's: its leases carry it */
    JobWorker(Database database, List<TaskHandler> handlers, JobConfig config, JobMetrics metrics, String owner) {
        this.ledger = new TaskLedger(database, config, owner);
        this.leases = new HeldLeases(ledger, config.lease());
        this.handlers = handlers.stream().collect(Collectors.toUnmodifiableMap(TaskHandler::kind, Function.identity()));
        this.config = config;
        this.metrics = metrics;
        this.places = new Semaphore(config.concurrency());
    }

    void open() {
        leases.open();
        rounds.open();
    }

    /** Looks for tasks; returns at once. */
    void wake() {
        rounds.ask();
    }

    /** Claims nothing more; what is at work has its time to end from now on. */
    void stopClaiming() {
        rounds.close();
        stopBy = System.nanoTime() + config.stopDeadline().toNanos();
    }

    /** Waits for what is at work, after {@link #stopClaiming}, and gives back what does not end in time. */
    void close() throws InterruptedException {
        threads.shutdown();
        boolean ended = threads.awaitTermination(stopBy - System.nanoTime(), TimeUnit.NANOSECONDS);
        // When all has ended, there may be tasks left whose claim came back too late for them to be begun.
        Collection<Task> left = leases.tasks();
        if (!ended) {
            threads.shutdownNow();
            // A task may have something to put right, and a lock to release before another worker gets it.
            var _ = threads.awaitTermination(1, TimeUnit.SECONDS);
        }
        left.forEach(this::giveBack);
        leases.close();
    }

    private void round() {
        if (handlers.isEmpty()) {
            return;
        }
        // Places are taken here only: those that are free stay free until the claim comes back.
        int free = places.availablePermits();
        boolean mayBeMore = true;
        while (free > 0 && mayBeMore) {
            // One of each job at a time: those that were not served for longest come first.
            List<Task> claimed = ledger.claim(handlers.keySet(), free);
            claimed.forEach(leases::add);
            claimed.forEach(this::begin);
            mayBeMore = !claimed.isEmpty() && rounds.isOpen();
            free = places.availablePermits();
        }
    }

    private void begin(Task task) {
        places.acquireUninterruptibly();
        metrics.claimed(task);
        threads.execute(() -> performAndSettle(task));
    }

    private void performAndSettle(Task task) {
        long began = System.nanoTime();
        String result = "lost";
        try {
            TaskOutcome outcome = outcome(task);
            result = settle(task, outcome) ? label(outcome) : "lost";
        } finally {
            leases.remove(task);
            metrics.ended(task, result, Duration.ofNanos(System.nanoTime() - began));
            places.release();
            rounds.ask();
        }
    }

    /**
     * Writes the outcome down, again and again while the lease holds: a database that has no connection for it now may have one
     * soon. Written twice it is refused the second time.
     *
     * @return whether it is known to be written
     */
    private boolean settle(Task task, TaskOutcome outcome) {
        Duration pause = FIRST_PAUSE;
        boolean unknown = false;
        while (true) {
            try {
                boolean settled = ledger.settle(task, outcome);
                if (!settled && !unknown) {
                    metrics.lostLease();
                    LOG.warnf(
                            "job_outcome_refused job_id=%s task=%d owner=%s reason=lease_lost",
                            task.jobId(), task.number(), ledger.owner());
                }
                return settled;
            } catch (RuntimeException error) {
                // Whether it was written is not known. If it was not, and is not later, the task is taken over.
                unknown = true;
                LOG.warnf(
                        "job_outcome_unknown job_id=%s task=%d error=%s",
                        task.jobId(), task.number(), error.getMessage());
            }
            if (!leases.mayHold(task) || !waited(pause)) {
                return false;
            }
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** @return false when the worker is stopped meanwhile */
    private static boolean waited(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private TaskOutcome outcome(Task task) {
        if (task.cancelled()) {
            // A cancelled job takes nothing back: the task ends with it.
            return new TaskOutcome.Postponed(Duration.ZERO, "its worker died, and its job was cancelled");
        }
        if (task.takenOver()) {
            LOG.warnf(
                    "job_task_taken_over job_id=%s task=%d takeovers=%d",
                    task.jobId(), task.number(), task.takeovers());
            if (task.attempt() > config.maxAttempts()) {
                return new TaskOutcome.Failed("its worker died " + task.takeovers() + " times");
            }
        }
        try {
            return Objects.requireNonNull(handlers.get(task.kind())).perform(task);
        } catch (Failure expected) {
            return new TaskOutcome.Failed(expected.getMessage());
        } catch (CancellationException stopped) {
            return new TaskOutcome.Postponed(Duration.ZERO, TaskLedger.STOPPED);
        } catch (RuntimeException defect) {
            LOG.errorf(defect, "job_task_failed job_id=%s task=%d kind=%s", task.jobId(), task.number(), task.kind());
            return new TaskOutcome.Failed(UNEXPECTED);
        }
    }

    private void giveBack(Task task) {
        try {
            boolean released = ledger.release(task);
            LOG.warnf("job_task_given_back job_id=%s task=%d released=%s", task.jobId(), task.number(), released);
        } catch (RuntimeException error) {
            LOG.warnf(
                    "job_task_not_given_back job_id=%s task=%d error=%s",
                    task.jobId(), task.number(), error.getMessage());
        }
    }

    private static String label(TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Done done -> "succeeded";
            case TaskOutcome.Skipped skipped -> "skipped";
            case TaskOutcome.Failed failed -> "failed";
            case TaskOutcome.Postponed postponed -> "postponed";
        };
    }
}
