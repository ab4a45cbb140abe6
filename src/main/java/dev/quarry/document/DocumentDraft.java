package dev.quarry.document;

import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.chunk.NewChunk;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checked document with its chunks, ready to be stored. Made by {@link DocumentPreparer}.
 *
 * @param chunkingIsAsked whether its author says how to cut it; otherwise a stored document may stay as it is cut
 */
record DocumentDraft(
        String title,
        String content,
        @Nullable String externalId,
        @Nullable String sourceUri,
        Language language,
        JsonObject metadata,
        ChunkingPlan chunking,
        boolean chunkingIsAsked,
        List<NewChunk> chunks) {

    /** What of it no chunk depends on. */
    DocumentFields fields() {
        return new DocumentFields(externalId, sourceUri, metadata);
    }

    /** SHA-256 of all that decides which chunks there are. */
    byte[] contentHash() {
        return contentHash(
                chunking.strategy().label(),
                chunking.size().tokens(),
                chunking.size().overlap());
    }

    /** What its hash would be if it were cut otherwise. */
    byte[] contentHash(String strategy, int size, int overlap) {
        return ContentHash.of(title, content, language, strategy, size, overlap);
    }
}
