package dev.quarry.session.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A passage that an answer may cite.
 *
 * @param n its number in the answer, from 1
 */
@RegisterForReflection
@Schema(description = "A passage that an answer may cite.")
public record Excerpt(
        @Schema(description = "Its number in the answer, from 1.", examples = "1")
        int n,

        @Schema(description = "The chunk's id.") UUID chunkId,

        @Schema(description = "The document's id.") UUID documentId,

        @Schema(description = "The document's title.", examples = "Raw water pump")
        String title,

        @Schema(description = "The headings above the passage, outermost first; empty where there are none.")
        String headingPath,

        @Schema(description = "The passage.", examples = "The impeller is replaced every 200 hours.")
        String content,

        @Schema(description = "Its score in the search; comparable within one answer only.", examples = "0.93")
        double score) {}
