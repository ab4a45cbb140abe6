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
        UUID id,
        @Nullable String externalId,
        String title,
        @Nullable String sourceUri,
        String language,

        @Schema(description = "As it was sent.", implementation = Object.class, type = SchemaType.OBJECT)
        JsonObject metadata,

        String chunkingStrategy,

        @Schema(description = "Goes up with every change of title, content or chunks.")
        int version,

        @Schema(
                description = "Where it stands on its way to being found by meaning.",
                implementation = String.class,
                enumeration = {"pending", "indexing", "ready", "failed"})
        Status status,

        int totalChunks,

        @Schema(description = "How often embedding it has failed since its last change.")
        int attempts,

        @Schema(description = "Why embedding it failed last.") @Nullable
        String error,

        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @Nullable OffsetDateTime indexedAt,

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
