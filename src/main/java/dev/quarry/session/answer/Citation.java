package dev.quarry.session.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a statement rests on: words that stand in a chunk, and where.
 *
 * @param n the number of the passage, as the answer's text has it in square brackets
 * @param start where the quote begins in the chunk, in Unicode code points from 0
 * @param end the place behind its last
 */
@RegisterForReflection
@Schema(description = "What a statement rests on: words that stand in a chunk, and where.")
public record Citation(
        @Schema(description = "The passage's number, as the answer's text has it in square brackets.", examples = "1")
        int n,

        @Schema(description = "The chunk's id.") UUID chunkId,

        @Schema(description = "The document's id.") UUID documentId,

        @Schema(description = "The document's title.", examples = "Raw water pump")
        String title,

        @Schema(
                description = "Words of the chunk, exactly as they stand there.",
                examples = "The impeller is replaced every 200 hours.")
        String quote,

        @Schema(description = "Where the quote begins in the chunk, in Unicode code points from 0.", examples = "0")
        int start,

        @Schema(description = "The place behind the quote's last code point.", examples = "41")
        int end) {
    /**
     * Cites a stretch of a passage.
     *
     * @param from in UTF-16 units
     * @param to in UTF-16 units
     */
    static Citation of(Excerpt excerpt, int from, int to) {
        String content = excerpt.content();
        int start = content.codePointCount(0, from);
        return new Citation(
                excerpt.n(),
                excerpt.chunkId(),
                excerpt.documentId(),
                excerpt.title(),
                content.substring(from, to),
                start,
                start + content.codePointCount(from, to));
    }
}
