package dev.quarry.embedding;

import dev.quarry.chunk.ChunkerProperties;
import dev.quarry.chunk.RecursiveChunker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native-library")
class MiniLmChunkingTest {
    private final ChunkerProperties properties = new ChunkerProperties(new RecursiveChunker(), new MiniLmTokenizer());

    @Test
    void chunks_counted_by_the_model_itself_keep_their_promises() {
        properties.checkMany(8_128, 200);
    }
}
