package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A stored document, without its text. */
@Schema(description = "A stored document.")
public record Document(
        @Schema(description = "The document's id.") UUID id,

        @Schema(description = "Your own id; absent where you gave none.") @Nullable
        String externalId,

        @Schema(description = "The document's title.") String title,

        @Schema(description = "Where it comes from.") @Nullable
        String sourceUri,

        @Schema(description = "ISO 639-1 code.") String language,

        @Schema(description = "As it was sent.", implementation = Object.class, type = SchemaType.OBJECT)
        JsonObject metadata,

        @Schema(description = "How it was cut.") String chunkingStrategy,

        @Schema(description = "Goes up with every change of title, content or chunks.")
        int version,

        @Schema(
                description = "Where it stands on its way to being found by meaning.",
                implementation = String.class,
                enumeration = {"pending", "indexing", "ready", "failed"})
        Status status,

        @Schema(description = "How many chunks it has.") int totalChunks,

        @Schema(description = "How often embedding it has failed since its last change.")
        int attempts,

        @Schema(description = "Why embedding it failed last.") @Nullable
        String error,

        @Schema(description = "When it was stored.") OffsetDateTime createdAt,
        @Schema(description = "When it was changed last.") OffsetDateTime updatedAt,

        @Schema(description = "When it was embedded last; absent where it never was.") @Nullable
        OffsetDateTime indexedAt,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Where the document is to be cut in another way.")
        @Nullable
        Rechunking rechunking) {

    /** Where a document stands on its way to being found by meaning. */
    public enum Status {
        PENDING,
        INDEXING,
        READY,
        FAILED
    }
}
