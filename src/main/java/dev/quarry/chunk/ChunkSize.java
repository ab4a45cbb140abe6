package dev.quarry.chunk;

/**
 * How large chunks are.
 *
 * @param tokens at most, counted as the embedding model counts
 * @param overlap tokens of a chunk that its predecessor may end with too
 */
public record ChunkSize(int tokens, int overlap) {
    /** The smallest size taken: below it a chunk says nothing. */
    public static final int SMALLEST = 8;

    /**
     * A chunk's longest length in characters (UTF-16 units) for each token. A word without end (a Base64 block) is a single
     * unknown token to the model; characters bound it.
     */
    public static final int CHARACTERS_PER_TOKEN = 16;

    public ChunkSize {
        if (tokens < SMALLEST) {
            throw new IllegalArgumentException("a chunk has at least " + SMALLEST + " tokens");
        }
        if (overlap < 0 || overlap > tokens / 2) {
            throw new IllegalArgumentException("the overlap is between 0 and half of the size");
        }
    }

    /** Tokens of a chunk that its predecessor does not end with. */
    int fresh() {
        return tokens - overlap;
    }
}
