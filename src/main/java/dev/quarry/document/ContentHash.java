package dev.quarry.document;

import dev.quarry.chunk.NewChunk;

/** Tells whether a document that is handed in again is the one that is stored. */
public final class ContentHash {
    private ContentHash() {}

    /**
     * SHA-256 of all that decides which chunks there are, 32 bytes.
     *
     * @param strategy the strategy's label
     * @param size tokens of a chunk at most
     */
    public static byte[] of(String title, String content, Language language, String strategy, int size, int overlap) {
        return NewChunk.sha256(String.join(
                "\u0000",
                title,
                content,
                language.code(),
                strategy,
                Integer.toString(size),
                Integer.toString(overlap)));
    }
}
