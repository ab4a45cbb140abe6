package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import dev.quarry.tenant.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Sees to it that every chunk has its vector in the spaces that this instance has models for.
 *
 * <p>The space that is searched is the {@link Watcher}'s work; here, from time to time, documents that are called ready and
 * are not are handed to it again. A space that is built beside it is gone through document by document, one at a time, in the
 * order of their keys; several workers pass by each other's documents. Once nothing is missing it is activated, unless that
 * is left to a person.
 */
@ApplicationScoped
class SpaceKeeper {
    private static final Logger LOG = Logger.getLogger(SpaceKeeper.class);
    private static final Unfinished BEFORE_ALL = new Unfinished(new TenantId(1), new UUID(0, 0));

    private final Database database;
    private final EmbeddingSpaces spaces;
    private final WorkPlaces places;
    private final IngestConfig config;
    private final RoleConfig role;

    /** Held while there is something at work. */
    private final ReentrantLock working = new ReentrantLock();

    private volatile boolean open;
    private volatile long stopBy;
    private int sweptSpace = -1;
    private long sweptAt;

    SpaceKeeper(Database database, EmbeddingSpaces spaces, WorkPlaces places, IngestConfig config, RoleConfig role) {
        this.database = database;
        this.spaces = spaces;
        this.places = places;
        this.config = config;
        this.role = role;
    }

    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start) {
        open = role.role().works() && config.watch();
    }

    /** Begins no other document. */
    void stopBeginning(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        open = false;
        stopBy = System.nanoTime() + config.stopDeadline().toNanos();
    }

    /** Gives the document at work time to finish. */
    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) throws InterruptedException {
        if (working.tryLock(stopBy - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            working.unlock();
        }
    }

    @Scheduled(every = "${quarry.ingest.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        if (!open) {
            return;
        }
        working.lock();
        try {
            sweep(spaces.serving());
            spaces.building().ifPresent(this::build);
        } catch (RuntimeException error) {
            // The next tick goes on: what is missing stays missing until then, and is found again.
            LOG.warnf("space_keeper_failed error=%s", error.getMessage());
        } finally {
            working.unlock();
        }
    }

    /** After a switch, and then at long intervals: what fell between two spaces, or was deleted by hand, is found. */
    private void sweep(LiveSpace serving) {
        int space = serving.space().id();
        long now = System.nanoTime();
        if (space == sweptSpace && now - sweptAt < config.sweepInterval().toNanos()) {
            return;
        }
        int reopened = work(connection ->
                BuildSql.reopen(connection, serving.space().index().vectorTable()));
        if (reopened > 0) {
            LOG.infof("documents_reopened space=%d count=%d", space, reopened);
        }
        sweptSpace = space;
        sweptAt = now;
    }

    private void build(LiveSpace live) {
        // One that was searched before and is not any more was put aside by a person: a restart must not undo that.
        boolean mayActivate = config.activateWhenComplete() && !spaces.wasActive(live);
        if (goThrough(live) && mayActivate && isComplete(live)) {
            activate(live);
        }
    }

    /** @return whether it came to the end; false when it is to stop, or the model has no time now */
    private boolean goThrough(LiveSpace live) {
        Unfinished last = BEFORE_ALL;
        int space = live.space().id();
        String table = live.space().index().vectorTable();
        while (open) {
            Unfinished from = last;
            List<Unfinished> page =
                    work(connection -> BuildSql.missing(connection, space, table, from, config.pageSize()));
            if (page.isEmpty()) {
                return true;
            }
            for (Unfinished document : page) {
                if (!open || build(document, live) instanceof IndexOutcome.Postponed) {
                    return false;
                }
            }
            LOG.infof("space_build_progress space=%d documents=%d", space, page.size());
            last = page.getLast();
        }
        return false;
    }

    private IndexOutcome build(Unfinished document, LiveSpace live) {
        try (WorkPlaces.Place place = places.take()) {
            return place.build(document, live);
        }
    }

    private boolean isComplete(LiveSpace live) {
        return work(connection ->
                BuildSql.isComplete(connection, live.space().index().vectorTable()));
    }

    private void activate(LiveSpace live) {
        if (spaces.activate(live.space().id()).await().atMost(config.statementDeadline())) {
            LOG.infof(
                    "embedding_space_activated id=%d model=%s",
                    live.space().id(), live.space().model());
        }
    }

    private <T> T work(Function<SqlConnection, Uni<T>> statement) {
        return database.workerWrite(RowScope.EVERY_TENANT, config.sweepDeadline(), statement)
                .await()
                .indefinitely();
    }
}
