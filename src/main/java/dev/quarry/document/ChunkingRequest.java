package dev.quarry.document;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /chunking/preview}. Nothing of it is checked yet. */
@Schema(description = "A text to cut, without storing it.")
public record ChunkingRequest(
        @Schema(description = "The text itself.", required = true) @Nullable
        String content,

        @Schema(description = "The document's title; no chunk depends on it.") @Nullable
        String title,

        @Schema(description = "How to cut it; the service's defaults when absent.")
        DocumentRequest.@Nullable Chunking chunking) {}
