package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A stored document and what changed, where it replaced another. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A stored document and what storing it changed.")
public record StoredDocument(
        @JsonUnwrapped Document document,

        @Schema(description = "True when the same document was there already.") @Nullable
        Boolean unchanged,

        @Schema(description = "Chunks that are new and will be embedded.") @Nullable
        Integer added,

        @Schema(description = "Chunks that say the same as before; they keep their embeddings.") @Nullable
        Integer kept,

        @Schema(description = "Chunks that are gone.") @Nullable
        Integer removed) {

    /** A document, and what storing it changed of one that was there. */
    static StoredDocument of(Documents.Stored stored) {
        return stored.outcome() instanceof StoreOutcome.Unchanged
                ? new StoredDocument(stored.document(), true, null, null, null)
                : changed(stored);
    }

    /** A document, and what changing it changed of its chunks. */
    static StoredDocument changed(Documents.Stored stored) {
        return stored.outcome() instanceof StoreOutcome.Replaced replaced
                ? new StoredDocument(stored.document(), null, replaced.added(), replaced.kept(), replaced.removed())
                : new StoredDocument(stored.document(), null, null, null, null);
    }
}
