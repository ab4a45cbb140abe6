package dev.quarry.explorer;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.http.IfMatch;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes changes of chunks, each in one transaction that holds the document: two changes of one document follow each other, and
 * the second sees the first.
 */
@ApplicationScoped
class ChunkWriter {
    private static final Logger LOG = Logger.getLogger(ChunkWriter.class);

    private final Database database;
    private final EmbeddingSpaces spaces;
    private final ExplorerConfig config;
    private final TimeBasedEpochGenerator ids;
    private final MeterRegistry metrics;

    ChunkWriter(
            Database database,
            EmbeddingSpaces spaces,
            ExplorerConfig config,
            TimeBasedEpochGenerator ids,
            MeterRegistry metrics) {
        this.database = database;
        this.spaces = spaces;
        this.config = config;
        this.ids = ids;
        this.metrics = metrics;
    }

    /** What is done to chunks. */
    enum Kind {
        EDIT,
        SPLIT,
        MERGE,
        ENABLE,
        DISABLE,
        DELETE,
        ADD
    }

    /** A chunk that is to be changed, and what its caller knows of it. */
    record Target(TenantId tenant, UUID chunkId, IfMatch ifMatch) {}

    /** A chunk whose document is held. */
    record Held(TenantId tenant, UUID documentId, ChunkRow chunk) {
        /** What takes the chunk's place. */
        ChunkChange becomes(ChunkRow... chunks) {
            return new ChunkChange(documentId, List.of(chunk), List.of(chunks));
        }
    }

    /** Tells what is to change, of rows that nobody else changes meanwhile. */
    @FunctionalInterface
    interface Plan {
        Uni<ChunkChange> of(SqlConnection connection, Held held);
    }

    /**
     * Changes a chunk, and its neighbours where the plan says so; a plan that changes nothing leaves everything as it is.
     *
     * <p>Fails with {@link Failure.NotFound} where the chunk is not there, with {@link Failure.PreconditionFailed} where it is not
     * as its caller saw it, and as the plan and {@link ChunkChange#apply} do.
     *
     * @return the chunks after it
     */
    Uni<List<ChunkDetail>> change(Kind kind, Target target, Plan plan) {
        TenantId tenant = target.tenant();
        return database.write(
                        tenant.rows(),
                        config.writeDeadline(),
                        connection -> hold(connection, target)
                                .flatMap(held -> plan.of(connection, held))
                                .flatMap(change -> applied(connection, tenant, change)))
                .invoke(done -> note(kind, done))
                .map(Done::chunks);
    }

    /** Adds a chunk behind the document's last. Fails with {@link Failure.NotFound} and as {@link ChunkChange#apply} does. */
    Uni<ChunkDetail> add(TenantId tenant, UUID documentId, String strategy, ChunkRow.Text text) {
        return database.write(
                        tenant.rows(),
                        config.writeDeadline(),
                        connection -> ChunkEditSql.holdDocument(connection, tenant, documentId)
                                .flatMap(there -> there
                                        ? ChunkEditSql.next(connection, tenant, documentId)
                                        : Uni.createFrom()
                                                .failure(new Failure.NotFound("there is no document " + documentId)))
                                .map(next -> ChunkRow.added(ids.generate(), next, strategy, text))
                                .flatMap(chunk -> applied(
                                        connection, tenant, new ChunkChange(documentId, List.of(), List.of(chunk)))))
                .invoke(done -> note(Kind.ADD, done))
                .map(done -> done.chunks().getFirst());
    }

    private static Uni<Held> hold(SqlConnection connection, Target target) {
        TenantId tenant = target.tenant();
        UUID chunkId = target.chunkId();
        return ChunkEditSql.holdDocumentOf(connection, tenant, chunkId)
                .map(found -> found.orElseThrow(() -> noChunk(chunkId)))
                .flatMap(documentId -> ChunkEditSql.rows(connection, tenant, documentId, List.of(chunkId))
                        .map(rows -> new Held(
                                tenant, documentId, rows.stream().findFirst().orElseThrow(() -> noChunk(chunkId)))))
                .invoke(held -> target.ifMatch().require(held.chunk().version(), "chunk " + chunkId));
    }

    private static Failure.NotFound noChunk(UUID chunkId) {
        return new Failure.NotFound("there is no chunk " + chunkId);
    }

    private record Done(ChunkChange change, List<ChunkDetail> chunks) {}

    private Uni<Done> applied(SqlConnection connection, TenantId tenant, ChunkChange change) {
        List<UUID> after = change.after().stream().map(ChunkRow::id).toList();
        Uni<Void> done =
                change.isNone() ? Uni.createFrom().voidItem() : change.apply(connection, tenant, ids::generate);
        return done.chain(() -> ChunkDetailSql.find(
                        connection, tenant, after, spaces.counted().index().vectorTable()))
                .map(chunks -> new Done(change, chunks));
    }

    private void note(Kind kind, Done done) {
        if (done.change().isNone()) {
            return;
        }
        metrics.counter("quarry.explorer.changes", "kind", kind.name().toLowerCase(Locale.ROOT))
                .increment();
        LOG.infof(
                "chunks_changed kind=%s document_id=%s before=%d after=%d",
                kind,
                done.change().documentId(),
                done.change().before().size(),
                done.change().after().size());
    }
}
