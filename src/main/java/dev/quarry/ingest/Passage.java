package dev.quarry.ingest;

import dev.quarry.chunk.NewChunk;
import dev.quarry.chunk.Tokenizer;
import dev.quarry.embedding.VectorIndex.ChunkPassage;
import dev.quarry.ingest.PipelineSql.MissingChunk;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What is embedded for a chunk: its document's title and headings, as far as the model has room for them, and the chunk.
 *
 * <p>A passage taken out of its document often does not say what it is about. The chunk comes first in the budget: the model
 * never drops a word of it. Of the context the end is kept, the headings nearest to the chunk.
 *
 * @param hash of the text, half of its SHA-256: equal texts have equal vectors
 */
record Passage(UUID documentId, UUID chunkId, String text, UUID hash) {
    private static final String SEPARATOR = " > ";

    static Passage of(MissingChunk chunk, Tokenizer tokenizer) {
        String text = text(chunk, tokenizer);
        return new Passage(chunk.documentId(), chunk.id(), text, hash(text));
    }

    ChunkPassage identity() {
        return new ChunkPassage(chunkId, hash);
    }

    private static String text(MissingChunk chunk, Tokenizer tokenizer) {
        String context = chunk.context();
        String text = context + "\n" + chunk.content();
        // Counted as one, which mostly is the only time: it takes processors from the model.
        while (tokenizer.count(text) > tokenizer.limit()) {
            int next = context.indexOf(SEPARATOR);
            if (next < 0) {
                return chunk.content();
            }
            context = context.substring(next + SEPARATOR.length());
            text = context + "\n" + chunk.content();
        }
        return text;
    }

    private static UUID hash(String text) {
        ByteBuffer digest = ByteBuffer.wrap(NewChunk.sha256(text));
        return new UUID(digest.getLong(), digest.getLong());
    }
}
