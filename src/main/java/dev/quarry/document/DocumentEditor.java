package dev.quarry.document;

import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Changes parts of documents. Waits, and works the processor: not for the event loop, and not for a virtual thread. */
@ApplicationScoped
class DocumentEditor {
    /** Whoever was overtaken so often meets a document that is never at rest. */
    private static final int MOST_ATTEMPTS = 4;

    private final Documents documents;
    private final DocumentPreparer preparer;
    private final ChunkingCheck chunking;

    DocumentEditor(Documents documents, DocumentPreparer preparer, ChunkingCheck chunking) {
        this.documents = documents;
        this.preparer = preparer;
        this.chunking = chunking;
    }

    /** @throws Failure when there is no such document, it is not in the state that is demanded, or the change is wrong */
    Documents.Stored change(TenantId tenant, UUID id, Precondition precondition, MergePatch patch) {
        if (patch.isBesideTheText()) {
            Document changed = documents
                    .changeFields(tenant, id, precondition, document -> fields(document, patch))
                    .await()
                    .indefinitely();
            return new Documents.Stored(changed, new StoreOutcome.Unchanged(id));
        }
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<Documents.Stored> stored = tryChange(tenant, id, precondition, patch);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw new Failure.Busy(
                "the document was changed by others again and again; nothing was changed", Duration.ofSeconds(1), null);
    }

    /** Cutting takes its time, during which the document is not locked. @return nothing if it was changed meanwhile */
    private Optional<Documents.Stored> tryChange(
            TenantId tenant, UUID id, Precondition precondition, MergePatch patch) {
        DocumentSource source = documents.source(tenant, id).await().indefinitely();
        precondition.requireOf(source.document());
        DocumentRequest stored = source.asRequest();
        DocumentDraft draft = preparer.prepare(
                patch.applyTo(stored.cutBy(chunking.feasible(Objects.requireNonNull(stored.chunking())))));
        return documents.replace(tenant, source.document(), draft).await().indefinitely();
    }

    private DocumentFields fields(Document document, MergePatch patch) {
        return preparer.fields(patch.applyTo(new DocumentSource(document, "", 0, 0).asRequest()));
    }
}
