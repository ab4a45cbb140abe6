package dev.quarry.document;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.chunk.ChunkSql;
import dev.quarry.chunk.ChunkSql.StoredChunk;
import dev.quarry.chunk.LexicalIndexSql;
import dev.quarry.chunk.NewChunk;
import dev.quarry.chunk.SpellingSql;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Stores, finds and deletes documents. Each call is one transaction. */
@ApplicationScoped
public class Documents {
    /** Notified with a document's id when there is something to embed. */
    public static final String CHANNEL = "quarry_documents";

    private final Database database;
    private final DocumentConfig config;
    private final TimeBasedEpochGenerator ids;

    Documents(Database database, DocumentConfig config, TimeBasedEpochGenerator ids) {
        this.database = database;
        this.config = config;
        this.ids = ids;
    }

    /** Stores a document with its chunks, pending; one with a known external id replaces what was there. */
    Uni<Stored> store(TenantId tenant, DocumentDraft draft) {
        UUID id = ids.generate();
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> createOrReplace(connection, tenant, id, draft)
                        .flatMap(outcome -> DocumentSql.find(connection, tenant, outcome.documentId())
                                .map(document -> new Stored(document.orElseThrow(), outcome))));
    }

    /** A document as the transaction left it, and what that came to. */
    record Stored(Document document, StoreOutcome outcome) {}

    /** @return the document; fails with {@link Failure.NotFound} */
    public Uni<Document> find(TenantId tenant, UUID id) {
        return database.read(
                        tenant.rows(), config.readDeadline(), connection -> DocumentSql.find(connection, tenant, id))
                .map(found -> found.orElseThrow(() -> notFound(id)));
    }

    /** Deletes the document and all that was made of it; fails with {@link Failure.NotFound}. */
    Uni<Void> delete(TenantId tenant, UUID id) {
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> DocumentSql.lock(connection, tenant, id)
                        .flatMap(there -> there
                                ? deleteLocked(connection, tenant, id)
                                : Uni.createFrom().failure(notFound(id))));
    }

    private Uni<StoreOutcome> createOrReplace(SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft) {
        String externalId = draft.externalId();
        if (externalId == null) {
            return create(connection, tenant, id, draft);
        }
        return DocumentSql.lockByExternalId(connection, tenant, externalId)
                .flatMap(known -> known.isPresent()
                        ? replace(connection, tenant, known.get(), draft)
                        : create(connection, tenant, id, draft));
    }

    private Uni<StoreOutcome> create(SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft) {
        return DocumentSql.insert(connection, tenant, id, draft)
                .flatMap(stored -> stored
                        ? addChunks(connection, tenant, id, draft, identify(draft.chunks()))
                                .replaceWith((StoreOutcome) new StoreOutcome.Created(id))
                        // Another request stored the same external id first: by now its document can be seen.
                        : createOrReplace(connection, tenant, id, draft));
    }

    private Uni<StoreOutcome> replace(
            SqlConnection connection, TenantId tenant, DocumentSql.Known known, DocumentDraft draft) {
        UUID id = known.id();
        if (known.isSameAs(draft)) {
            return DocumentSql.updateFields(connection, tenant, id, draft).replaceWith(new StoreOutcome.Unchanged(id));
        }
        // A chunk is indexed and embedded with its title, in its language: with another of either only one that is
        // neither
        // can be kept.
        boolean keep = known.title().equals(draft.title())
                && known.language().equals(draft.language().code());
        return ChunkSql.stored(connection, tenant, id)
                .map(stored -> ChunkChanges.between(
                        stored.stream()
                                .filter(chunk -> keep || !chunk.serving())
                                .toList(),
                        stored,
                        draft.chunks(),
                        ids::generate))
                .flatMap(changes -> apply(connection, tenant, id, draft, changes));
    }

    private Uni<StoreOutcome> apply(
            SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft, ChunkChanges changes) {
        String strategy = draft.chunking().strategy().label();
        return LexicalIndexSql.remove(connection, tenant, changes.removed(), ids.generate())
                .chain(() -> ChunkSql.delete(connection, tenant, changes.removed()))
                .chain(() -> ChunkSql.move(connection, tenant, strategy, changes.kept()))
                .chain(() -> DocumentSql.update(connection, tenant, id, draft))
                .chain(() -> addChunks(connection, tenant, id, draft, changes.added()))
                .replaceWith(new StoreOutcome.Replaced(
                        id,
                        changes.added().size(),
                        changes.kept().size(),
                        changes.removed().size()));
    }

    private Uni<Void> addChunks(
            SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft, List<ChunkSql.Identified> chunks) {
        List<UUID> chunkIds = chunks.stream().map(ChunkSql.Identified::id).toList();
        return ChunkSql.insert(
                        connection, tenant, id, draft.chunking().strategy().label(), chunks)
                .chain(() -> LexicalIndexSql.add(connection, tenant, chunkIds, ids.generate()))
                .chain(() -> SpellingSql.index(connection, tenant, id, chunks))
                .chain(() -> DocumentSql.wakeWatchers(connection, id));
    }

    private Uni<Void> deleteLocked(SqlConnection connection, TenantId tenant, UUID id) {
        return ChunkSql.stored(connection, tenant, id)
                .map(chunks -> chunks.stream().map(StoredChunk::id).toList())
                .flatMap(chunkIds -> LexicalIndexSql.remove(connection, tenant, chunkIds, ids.generate()))
                .chain(() -> DocumentSql.delete(connection, tenant, id));
    }

    private List<ChunkSql.Identified> identify(List<NewChunk> chunks) {
        return chunks.stream()
                .map(chunk -> new ChunkSql.Identified(ids.generate(), chunk))
                .toList();
    }

    private static Failure.NotFound notFound(UUID id) {
        return new Failure.NotFound("there is no document " + id);
    }
}
