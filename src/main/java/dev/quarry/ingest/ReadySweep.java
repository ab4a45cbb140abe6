package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.ingest.BuildSql.Swept;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds documents that are called ready against the vectors that there are, after a switch and then at long intervals: what
 * fell between two spaces, or was deleted by hand, is found.
 *
 * <p>A page of documents at a time, in the order of their keys. One that fails is where the next look goes on. Used by one
 * thread at a time.
 */
@ApplicationScoped
class ReadySweep {
    private static final Logger LOG = Logger.getLogger(ReadySweep.class);
    private static final int SWEPT_AT_ONCE = 500;

    private final Database database;
    private final EmbeddingSpaces spaces;
    private final IngestConfig config;

    private int sweptSpace = -1;
    private long sweptAt;
    /** The last document that was looked at; null between two sweeps. */
    private @Nullable Unfinished reached;

    ReadySweep(Database database, EmbeddingSpaces spaces, IngestConfig config) {
        this.database = database;
        this.spaces = spaces;
        this.config = config;
    }

    /** Looks at every document, if it is time to. An instance that does not have the active space's model leaves it to others. */
    void sweepWhenDue(BooleanSupplier goesOn) {
        Optional<EmbeddingSpace> active = spaces.active().map(LiveSpace::space);
        if (active.isPresent() && isDue(active.get())) {
            sweep(active.get(), goesOn);
        }
    }

    private boolean isDue(EmbeddingSpace active) {
        if (active.id() != sweptSpace) {
            reached = null;
            return true;
        }
        return reached != null
                || System.nanoTime() - sweptAt >= config.sweepInterval().toNanos();
    }

    private void sweep(EmbeddingSpace active, BooleanSupplier goesOn) {
        sweptSpace = active.id();
        Unfinished last = reached;
        if (last == null) {
            last = BuildSql.BEFORE_ALL;
            // Begun: a statement that fails, be it the first, ends the look and not the sweep.
            reached = last;
            int forgotten = work(PipelineSql::forgetDeadClaims);
            LOG.debugf("dead_claims_forgotten count=%d", forgotten);
        }
        while (goesOn.getAsBoolean()) {
            Unfinished from = last;
            Optional<Swept> page = work(
                    connection -> BuildSql.reopen(connection, active.index().vectorTable(), from, SWEPT_AT_ONCE));
            if (page.isEmpty()) {
                reached = null;
                sweptAt = System.nanoTime();
                return;
            }
            if (page.get().reopened() > 0) {
                LOG.infof(
                        "documents_reopened space=%d count=%d",
                        active.id(), page.get().reopened());
            }
            last = page.get().last();
            reached = last;
        }
    }

    private <T> T work(Function<SqlConnection, Uni<T>> statement) {
        return database.workerWrite(RowScope.EVERY_TENANT, config.sweepDeadline(), statement)
                .await()
                .indefinitely();
    }
}
