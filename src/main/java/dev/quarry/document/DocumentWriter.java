package dev.quarry.document;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.chunk.ChunkSql;
import dev.quarry.chunk.LexicalIndexSql;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Writes documents with all that is made of them, in the caller's transaction: chunks, the lexical index, the facts that
 * filters look up.
 */
@ApplicationScoped
class DocumentWriter {
    private static final String UNIQUE_VIOLATION = "23505";

    private final TimeBasedEpochGenerator ids;
    private final ChunkExchange chunks;

    DocumentWriter(TimeBasedEpochGenerator ids, ChunkExchange chunks) {
        this.ids = ids;
        this.chunks = chunks;
    }

    /**
     * Stores a document: a new one, one in place of that with its external id, or none where it is there already.
     *
     * @param id of the document, if it is new
     */
    Uni<StoreOutcome> store(
            SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft, Precondition precondition) {
        String externalId = draft.externalId();
        if (externalId == null) {
            return DocumentSql.lockSame(connection, tenant, draft)
                    .flatMap(same -> same.isPresent()
                            ? Uni.createFrom().item(new StoreOutcome.Unchanged(same.get()))
                            : create(connection, tenant, id, draft, precondition));
        }
        return DocumentSql.lockByExternalId(connection, tenant, externalId)
                .flatMap(known -> known.isPresent()
                        ? require(connection, tenant, known.get(), precondition)
                                .chain(() -> replace(connection, tenant, known.get(), draft))
                        : create(connection, tenant, id, draft, precondition));
    }

    /** Gives a document that is locked another content. */
    Uni<StoreOutcome> replace(SqlConnection connection, TenantId tenant, DocumentSql.Known known, DocumentDraft draft) {
        UUID id = known.id();
        if (known.isSameAs(draft)) {
            return updateFields(connection, tenant, id, draft.fields()).replaceWith(new StoreOutcome.Unchanged(id));
        }
        // A chunk is indexed and embedded with its title, in its language: with another of either only one that is
        // neither
        // can be kept.
        boolean keep = known.title().equals(draft.title())
                && known.language().equals(draft.language().code());
        return chunks.compare(connection, tenant, id, draft.chunks(), keep)
                .flatMap(changes -> apply(connection, tenant, id, draft, changes));
    }

    /** Changes what no chunk of a document that is locked depends on. */
    Uni<Void> updateFields(SqlConnection connection, TenantId tenant, UUID id, DocumentFields fields) {
        return DocumentSql.updateFields(connection, tenant, id, fields)
                .onFailure(DocumentWriter::isUniqueViolation)
                .transform(DocumentWriter::externalIdTaken)
                .chain(updated -> updated
                        ? FactSql.replace(connection, tenant, id)
                        : Uni.createFrom().voidItem());
    }

    /** Deletes documents that are locked, and all that was made of them. */
    Uni<Void> delete(SqlConnection connection, TenantId tenant, List<UUID> documentIds) {
        return ChunkSql.ofDocuments(connection, tenant, documentIds)
                .flatMap(chunkIds -> LexicalIndexSql.remove(connection, tenant, chunkIds, ids.generate()))
                .chain(() -> DocumentSql.delete(connection, tenant, documentIds));
    }

    private static Uni<Void> require(
            SqlConnection connection, TenantId tenant, DocumentSql.Known known, Precondition precondition) {
        if (precondition.isNone()) {
            return Uni.createFrom().voidItem();
        }
        return DocumentSql.find(connection, tenant, known.id())
                .invoke(document -> precondition.requireOf(document.orElseThrow()))
                .replaceWithVoid();
    }

    private Uni<StoreOutcome> create(
            SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft, Precondition precondition) {
        precondition.requireOfNothing();
        return DocumentSql.insert(connection, tenant, id, draft)
                .flatMap(stored -> stored
                        ? chunks.store(
                                        connection,
                                        tenant,
                                        id,
                                        draft.chunking().strategy().label(),
                                        draft.chunks())
                                .chain(() -> FactSql.add(connection, tenant, id))
                                .chain(() -> DocumentSql.wakeWatchers(connection, id))
                                .replaceWith((StoreOutcome) new StoreOutcome.Created(id))
                        // Another request stored the same external id first: by now its document can be seen.
                        : store(connection, tenant, id, draft, precondition));
    }

    private Uni<StoreOutcome> apply(
            SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft, ChunkChanges changes) {
        return chunks.make(
                        connection,
                        tenant,
                        id,
                        draft.chunking().strategy().label(),
                        changes,
                        () -> DocumentSql.update(connection, tenant, id, draft)
                                .onFailure(DocumentWriter::isUniqueViolation)
                                .transform(DocumentWriter::externalIdTaken))
                .chain(() -> DocumentSql.wakeWatchers(connection, id))
                .chain(() -> FactSql.replace(connection, tenant, id))
                .replaceWith(new StoreOutcome.Replaced(
                        id,
                        changes.added().size(),
                        changes.kept().size(),
                        changes.removed().size()));
    }

    private static boolean isUniqueViolation(Throwable error) {
        return error instanceof PgException failure && UNIQUE_VIOLATION.equals(failure.getSqlState());
    }

    private static Failure externalIdTaken(Throwable error) {
        return new Failure.Conflict("another document has this external_id; nothing was changed");
    }
}
