package dev.quarry.search;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a word of the question stands in a content.
 *
 * @param start the first character's place from 0, in Unicode code points
 * @param end the place behind the last
 */
@Schema(
        description =
                "A word of the question in the content, in Unicode code points: from start, up to and without end.")
public record Highlight(
        @Schema(description = "The first code point's place, from 0.")
        int start,

        @Schema(description = "The place behind the last.") int end) {}
