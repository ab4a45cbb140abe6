package dev.quarry.chunk;

/**
 * A piece of a text.
 *
 * @param start offset of its first character in the text, in UTF-16 units
 * @param end offset after its last character
 * @param tokens its size in tokens of the embedding model
 * @param headingPath the headings that it stands under, outermost first, joined by {@code " > "}; empty without any
 */
public record ChunkSpan(int start, int end, int tokens, String headingPath) {
    public ChunkSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a chunk is not empty: [" + start + ", " + end + ")");
        }
    }

    /** The chunk's content. */
    public String of(String text) {
        return text.substring(start, end);
    }
}
