package dev.quarry.ingest;

import dev.quarry.document.Rechunkings;
import dev.quarry.ingest.Portion.Due;
import dev.quarry.job.Rounds;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.Notifications;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Looks for documents that are to be cut in another way, on a schedule and when notified, one at a time: they are found as they
 * are meanwhile, and documents that are not found yet have the other places.
 */
@ApplicationScoped
class RechunkWatcher {
    private final Database database;
    private final Notifications notifications;
    private final WorkPlaces places;
    private final IngestConfig config;
    private final MeterRegistry metrics;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("rechunk-watcher-", 0).factory());
    private final Rounds rounds = new Rounds("rechunk_watcher", threads, this::round);
    private volatile long stopBy;

    RechunkWatcher(
            Database database,
            Notifications notifications,
            WorkPlaces places,
            IngestConfig config,
            MeterRegistry metrics) {
        this.database = database;
        this.notifications = notifications;
        this.places = places;
        this.config = config;
        this.metrics = metrics;
    }

    /** Where nothing is embedded by itself too: each of these was asked for. */
    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start, RoleConfig role) {
        if (role.role().works()) {
            notifications.listen(Rechunkings.CHANNEL, rounds::ask);
            rounds.open();
        }
    }

    /** Begins no other document. */
    void stopBeginning(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        rounds.close();
        stopBy = System.nanoTime() + config.stopDeadline().toNanos();
    }

    /** Gives the document at work time to finish; what was embedded until then is kept in any case. */
    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(stopBy - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            threads.shutdownNow();
            var _ = threads.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    @Scheduled(every = "${quarry.ingest.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void wake() {
        rounds.ask();
    }

    private void round() {
        settleCancelled();
        Due last = Due.FIRST;
        while (rounds.isOpen()) {
            List<Due> page = due(last);
            for (Due next : page) {
                if (!rounds.isOpen() || !goesOnAfter(rechunk(next.document()))) {
                    return;
                }
            }
            if (page.size() < config.pageSize()) {
                return;
            }
            last = page.getLast();
        }
    }

    private IndexOutcome rechunk(Unfinished document) {
        try (WorkPlaces.Place place = places.take()) {
            // It may have been stopped while it waited for the place.
            IndexOutcome outcome = rounds.isOpen()
                    ? place.rechunk(document)
                    : new IndexOutcome.Postponed("the service is being stopped", Duration.ZERO);
            count(outcome);
            return outcome;
        }
    }

    /** Without the model, or while it has no time, the others wait too. */
    private static boolean goesOnAfter(IndexOutcome outcome) {
        return !(outcome instanceof IndexOutcome.Postponed) && !(outcome instanceof IndexOutcome.ModelMissing);
    }

    private void count(IndexOutcome outcome) {
        metrics.counter(
                        "quarry.pipeline.rechunkings",
                        "outcome",
                        outcome instanceof IndexOutcome.Indexed
                                ? "exchanged"
                                : outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .increment();
    }

    private List<Due> due(Due last) {
        return database.workerRead(
                        RowScope.EVERY_TENANT,
                        config.statementDeadline(),
                        connection -> RechunkSql.due(connection, last, config.pageSize()))
                .await()
                .indefinitely();
    }

    private void settleCancelled() {
        var _ = database.workerWrite(
                        RowScope.EVERY_TENANT,
                        config.statementDeadline(),
                        connection -> RechunkSql.settleCancelled(connection, config.pageSize()))
                .await()
                .indefinitely();
    }
}
