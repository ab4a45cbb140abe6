package dev.quarry.embedding.onnx;

import dev.quarry.chunk.ChunkerProperties;
import dev.quarry.chunk.RecursiveChunker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native-library")
class ModelChunkingTest {
    private final ChunkerProperties properties =
            new ChunkerProperties(new RecursiveChunker(), ModelTokenizerTest.packaged(""));

    @Test
    void chunks_counted_by_the_model_itself_keep_their_promises() {
        properties.checkMany(8_128, 200);
    }
}
