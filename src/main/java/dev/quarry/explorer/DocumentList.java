package dev.quarry.explorer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quarry.document.Document;
import dev.quarry.document.Rechunking;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of documents with what their chunks come to, and how many documents there are, of the same moment. */
@Schema(description = "A page of documents, and how many there are in all.")
public record DocumentList(
        List<Overview> documents,

        @Schema(description = "Documents that the filter means, on this page or not.")
        long total) {

    /** A document with what its chunks come to. */
    @Schema(name = "DocumentOverview", description = "A document with what its chunks come to.")
    public record Overview(
            UUID id,
            String title,
            OffsetDateTime createdAt,

            @Schema(description = "The strategy that cut most of its chunks; null without a chunk.") @Nullable
            String mostUsedStrategy,

            int totalChunks,

            @Schema(description = "Characters of a chunk, on average; null without a chunk.") @Nullable
            Double avgChunkSize,

            @Schema(description = "Chunks that have a vector in the active embedding space.")
            int embeddedChunks,

            @Schema(
                    implementation = String.class,
                    enumeration = {"pending", "indexing", "ready", "failed"})
            Document.Status status,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(
                    description = "How far it is, where the document is to be cut in another way.",
                    implementation = String.class,
                    enumeration = {"waiting", "embedding", "failed", "cancelled"})
            Rechunking.@Nullable State rechunking) {}
}
