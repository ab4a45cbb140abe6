package dev.quarry.ingest;

import dev.quarry.document.Documents;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.RecurringWarning;
import dev.quarry.ingest.Portion.Due;
import dev.quarry.job.Rounds;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.Notifications;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import dev.quarry.tenant.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks for documents to embed, on a schedule and when notified, and has them embedded at {@link WorkPlaces places}, small
 * ones together.
 *
 * <p>One {@link Rounds round} at a time; a document that takes long holds a place and no round.
 */
@ApplicationScoped
public class Watcher {
    private static final Logger LOG = Logger.getLogger(Watcher.class);

    private final Database database;
    private final Notifications notifications;
    private final EmbeddingSpaces spaces;
    private final WorkPlaces places;
    private final IngestConfig config;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("watcher-", 0).factory());
    private final Set<UUID> atWork = ConcurrentHashMap.newKeySet();
    private final RecurringWarning failures = new RecurringWarning();
    private final Rounds rounds = new Rounds("watcher", threads, this::round);
    /** The scheduler ticks before the tables are there and after the pools are gone: only between is there work. */
    private volatile boolean open;

    private volatile long stopBy;

    Watcher(
            Database database,
            Notifications notifications,
            EmbeddingSpaces spaces,
            WorkPlaces places,
            IngestConfig config) {
        this.database = database;
        this.notifications = notifications;
        this.spaces = spaces;
        this.places = places;
        this.config = config;
    }

    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start, RoleConfig role) {
        if (!role.role().works() || !config.watch()) {
            return;
        }
        open = true;
        notifications.listen(Documents.CHANNEL, this::wake);
        rounds.open();
    }

    /** Begins no other document. */
    void stopBeginning(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        open = false;
        rounds.close();
        stopBy = System.nanoTime() + config.stopDeadline().toNanos();
    }

    /** Gives documents at work time to finish; their locks go with their connections in any case. */
    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(stopBy - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            LOG.warn("watcher_stopped_at_work");
            threads.shutdownNow();
            // They give their documents back.
            var _ = threads.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    /** Asks for a round; returns at once. */
    @Scheduled(every = "${quarry.ingest.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void wake() {
        rounds.ask();
    }

    /**
     * Goes through all that is due, page by page: what is behind documents that others have is reached too. In a backlog
     * that takes long, those that have waited longest, and were passed by, are looked at again now and then.
     */
    private void round() {
        Due last = Due.FIRST;
        long headSeen = System.nanoTime();
        while (open && mayEmbed()) {
            if (System.nanoTime() - headSeen >= config.interval().toNanos()) {
                begin(due(Due.FIRST));
                headSeen = System.nanoTime();
            }
            List<Due> page = due(last);
            begin(page);
            if (page.size() < config.pageSize()) {
                return;
            }
            last = page.getLast();
        }
    }

    private void begin(List<Due> page) {
        Portion.of(notAtWork(page), config.batchSize()).forEach(this::begin);
    }

    /** Not without the active space's model, nor while it wants to be left alone: then a later tick begins. */
    private boolean mayEmbed() {
        return spaces.active()
                .filter(active -> active.model().busyFor().isZero())
                .isPresent();
    }

    private List<Due> due(Due last) {
        return database.workerRead(
                        RowScope.EVERY_TENANT,
                        config.statementDeadline(),
                        connection -> PipelineSql.due(connection, last, config.pageSize(), config.batchSize()))
                .await()
                .indefinitely();
    }

    /** One that is still at work is due all the same; it must not hold up the others. */
    private List<Due> notAtWork(List<Due> due) {
        return due.stream()
                .filter(one -> !atWork.contains(one.document().documentId()))
                .toList();
    }

    private void begin(Portion portion) {
        if (open) {
            begin(portion, places.take());
        }
    }

    private void begin(Portion portion, WorkPlaces.Place place) {
        if (open) {
            atWork.addAll(portion.documentIds());
            threads.execute(() -> indexAndLeave(portion, place));
        } else {
            // Stopped while it waited for the place.
            place.close();
        }
    }

    private void indexAndLeave(Portion portion, WorkPlaces.Place place) {
        try (place) {
            place.index(portion, Turn.WHEN_DUE).forEach((id, outcome) -> report(portion.tenant(), id, outcome));
        } catch (RuntimeException error) {
            // They are still due: the next round tries them again. Without a database, all of a page end here.
            failures.warn(unlogged -> LOG.warnf(
                    "watcher_indexing_failed document_ids=%s error=%s unlogged=%d",
                    portion.documentIds(), error.getMessage(), unlogged));
        } finally {
            portion.documentIds().forEach(atWork::remove);
        }
    }

    private static void report(TenantId tenant, UUID documentId, IndexOutcome outcome) {
        if (outcome instanceof IndexOutcome.Indexed indexed) {
            LOG.infof(
                    "watcher_indexing_complete document_id=%s tenant_id=%d chunks=%d took_ms=%d",
                    documentId, tenant.value(), indexed.chunks(), indexed.took().toMillis());
        } else {
            LOG.debugf("watcher_indexing_skipped document_id=%s outcome=%s", documentId, outcome);
        }
    }
}
