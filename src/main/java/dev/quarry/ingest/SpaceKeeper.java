package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Sees to it that every chunk has its vector in the spaces that this instance has models for.
 *
 * <p>The space that is searched is the {@link Watcher}'s work; here, from time to time, documents that are called ready and
 * are not are handed to it again ({@link ReadySweep}). A space that is built beside it is gone through document by document, one at a time, in the
 * order of their keys; several workers pass by each other's documents. Once nothing is missing it is activated, unless that
 * is left to a person.
 */
@ApplicationScoped
class SpaceKeeper {
    private static final Logger LOG = Logger.getLogger(SpaceKeeper.class);

    /** Until a space is gone through again in which nothing could be built. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Database database;
    private final EmbeddingSpaces spaces;
    private final WorkPlaces places;
    private final ReadySweep sweep;
    private final IngestConfig config;
    private final BuildPace pace;

    /** Held while there is something at work. */
    private final ReentrantLock working = new ReentrantLock();

    private volatile boolean open;
    private volatile long stopBy;

    SpaceKeeper(Database database, EmbeddingSpaces spaces, WorkPlaces places, ReadySweep sweep, IngestConfig config) {
        this.database = database;
        this.spaces = spaces;
        this.places = places;
        this.sweep = sweep;
        this.config = config;
        this.pace = new BuildPace(config.interval(), LONGEST_PAUSE, System::nanoTime);
    }

    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start, RoleConfig role) {
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
            sweep();
            spaces.building().ifPresent(this::buildWhenDue);
        } finally {
            working.unlock();
        }
    }

    private void sweep() {
        try {
            sweep.sweepWhenDue(() -> open);
        } catch (RuntimeException error) {
            // The next look goes on where this one ended; building goes on all the same.
            LOG.warnf("ready_sweep_failed error=%s", error.getMessage());
        }
    }

    private void buildWhenDue(LiveSpace live) {
        if (!pace.isDue(live.space().id())) {
            return;
        }
        try {
            build(live);
        } catch (RuntimeException error) {
            // What is missing stays missing until the next look, and is found again.
            LOG.warnf("space_keeper_failed space=%d error=%s", live.space().id(), error.getMessage());
            pace.nothingWasBuilt();
        }
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
        Unfinished last = BuildSql.BEFORE_ALL;
        int space = live.space().id();
        String table = live.space().index().vectorTable();
        boolean built = false;
        while (isStillBuilt(live)) {
            Unfinished from = last;
            List<Unfinished> page =
                    work(connection -> BuildSql.missing(connection, space, table, from, config.pageSize()));
            if (page.isEmpty()) {
                if (built) {
                    pace.somethingWasBuilt();
                } else {
                    pace.nothingWasBuilt();
                }
                return true;
            }
            for (Unfinished document : page) {
                if (!open) {
                    return false;
                }
                IndexOutcome outcome = build(document, live);
                if (outcome instanceof IndexOutcome.Postponed notNow) {
                    pace.postpone(notNow.after());
                    return false;
                }
                built |= outcome instanceof IndexOutcome.Indexed;
            }
            LOG.infof("space_build_progress space=%d documents=%d", space, page.size());
            last = page.getLast();
            // A space may take days to build.
            sweep();
        }
        return false;
    }

    /** It may have been activated or dropped meanwhile. */
    private boolean isStillBuilt(LiveSpace live) {
        return open
                && spaces.building()
                        .filter(built -> built.space().id() == live.space().id())
                        .isPresent();
    }

    private IndexOutcome build(Unfinished document, LiveSpace live) {
        try (WorkPlaces.Place place = places.take()) {
            // It may have been stopped while it waited for the place.
            return open
                    ? place.build(document, live)
                    : new IndexOutcome.Postponed("the service is being stopped", Duration.ZERO);
        }
    }

    private boolean isComplete(LiveSpace live) {
        return work(connection -> BacklogSql.isComplete(connection, live.space().index()));
    }

    private void activate(LiveSpace live) {
        if (spaces.activate(live.space().id()).await().atMost(config.statementDeadline())) {
            LOG.infof(
                    "embedding_space_activated id=%d model=%s",
                    live.space().id(), live.space().model());
            pace.somethingWasBuilt();
        }
    }

    private <T> T work(Function<SqlConnection, Uni<T>> statement) {
        return database.workerWrite(RowScope.EVERY_TENANT, config.sweepDeadline(), statement)
                .await()
                .indefinitely();
    }
}
