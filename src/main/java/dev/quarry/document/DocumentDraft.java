package dev.quarry.document;

import dev.quarry.chunk.ChunkSize;
import dev.quarry.chunk.NewChunk;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checked document with its chunks, ready to be stored. Made by {@link DocumentPreparer}. */
record DocumentDraft(
        String title,
        String content,
        @Nullable String externalId,
        @Nullable String sourceUri,
        Language language,
        JsonObject metadata,
        String chunkingStrategy,
        ChunkSize chunkSize,
        List<NewChunk> chunks) {

    /** What of it no chunk depends on. */
    DocumentFields fields() {
        return new DocumentFields(externalId, sourceUri, metadata);
    }

    /** SHA-256 of all that decides which chunks there are. */
    byte[] contentHash() {
        return NewChunk.sha256(String.join(
                "\u0000",
                title,
                content,
                language.code(),
                chunkingStrategy,
                Integer.toString(chunkSize.tokens()),
                Integer.toString(chunkSize.overlap())));
    }
}
