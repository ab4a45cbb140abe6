package dev.quarry.ingest;

import dev.quarry.chunk.LexicalIndexSql;
import dev.quarry.job.Rounds;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Folds the counts of lexemes that ingests left behind into the totals, whether or not this instance embeds by itself.
 *
 * <p>Replicas may do so at once: each takes rows that no other has, and they add to the totals in one order.
 */
@ApplicationScoped
class LexicalHousekeeper {
    private static final int FOLDED_AT_ONCE = 20_000;

    private final Database database;
    private final IngestConfig config;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lexical-housekeeper-", 0).factory());
    private final Rounds rounds = new Rounds("lexical_housekeeper", threads, this::foldCounts);
    private volatile boolean open;

    LexicalHousekeeper(Database database, IngestConfig config) {
        this.database = database;
        this.config = config;
    }

    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start, RoleConfig role) {
        if (role.role().works()) {
            open = true;
            rounds.open();
        }
    }

    /** Folds nothing more. */
    void stopBeginning(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        open = false;
        rounds.close();
    }

    /** Waits for the statement under way; one that is cut short is rolled back, and folded by whoever comes next. */
    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }

    @Scheduled(every = "${quarry.ingest.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void wake() {
        rounds.ask();
    }

    /** Folds until little is left. */
    private void foldCounts() {
        int folded;
        do {
            folded = database.workerWrite(
                            RowScope.EVERY_TENANT,
                            config.statementDeadline(),
                            connection -> LexicalIndexSql.fold(connection, FOLDED_AT_ONCE))
                    .await()
                    .indefinitely();
        } while (open && folded == FOLDED_AT_ONCE);
    }
}
