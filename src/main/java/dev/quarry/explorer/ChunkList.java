package dev.quarry.explorer;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of a document's chunks, and how many there are, of the same moment. */
@Schema(description = "A page of a document's chunks, and how many there are in all.")
public record ChunkList(
        @Schema(description = "The chunks of the page.") List<Summary> chunks,

        @Schema(description = "Chunks that the filter means, on this page or not.")
        long total) {

    /** A chunk as a list shows it. */
    @Schema(name = "ChunkSummary", description = "A chunk as a list shows it.")
    public record Summary(
            @Schema(description = "The chunk's id.") UUID id,
            @Schema(description = "The text.") String content,

            @Schema(description = "Characters.") int chunkSize,

            @Schema(description = "How it was cut.") String chunkingStrategy,

            @Schema(description = "Its place in the document, from 0.")
            int position,

            @Schema(description = "When it was stored.") OffsetDateTime createdAt,

            @Schema(description = "Whether it has a vector in the active embedding space.")
            boolean embedded,

            @Schema(
                    description = "serving: found by searches. disabled: not found.",
                    implementation = String.class,
                    enumeration = {"serving", "disabled"})
            ChunkState state) {}
}
