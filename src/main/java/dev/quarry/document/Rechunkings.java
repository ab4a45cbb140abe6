package dev.quarry.document;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests to cut documents in another way, of which a worker sees to it that searches find either all of the old chunks or
 * all of the new.
 *
 * <p>A request is about the document as it was: whatever changes its title, text or chunks afterwards, cancels it.
 */
@ApplicationScoped
public class Rechunkings {
    /** Notified with a document's id when one is to be cut in another way. */
    public static final String CHANNEL = "quarry_rechunkings";

    private final Documents documents;
    private final TimeBasedEpochGenerator ids;

    Rechunkings(Documents documents, TimeBasedEpochGenerator ids) {
        this.documents = documents;
        this.ids = ids;
    }

    /**
     * Asks for it, in the place of what was asked for before. Fails with {@link Failure.NotFound}.
     *
     * @return the document, with the request
     */
    Uni<Document> ask(TenantId tenant, UUID documentId, Precondition precondition, ChunkingPlan plan) {
        UUID id = ids.generate();
        return documents.change(
                tenant,
                documentId,
                precondition,
                (connection, known, document) -> RechunkingSql.remove(connection, tenant, documentId)
                        .chain(() -> RechunkingSql.add(connection, tenant, documentId, id, plan))
                        .chain(() -> RechunkingSql.wakeWorkers(connection, documentId))
                        .chain(() -> DocumentSql.find(connection, tenant, documentId))
                        .map(Optional::orElseThrow));
    }

    /** Takes the request back. Fails with {@link Failure.NotFound} where there is none any more. */
    Uni<Void> cancel(TenantId tenant, UUID documentId, Precondition precondition) {
        return documents.change(
                tenant,
                documentId,
                precondition,
                (connection, known, document) -> RechunkingSql.remove(connection, tenant, documentId)
                        .invoke(removed -> {
                            if (!removed) {
                                throw new Failure.NotFound(
                                        "document " + documentId + " is not to be cut in another way;"
                                                + " it is cut by " + document.chunkingStrategy());
                            }
                        })
                        .replaceWithVoid());
    }
}
