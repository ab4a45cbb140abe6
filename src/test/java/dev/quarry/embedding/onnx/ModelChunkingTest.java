package dev.quarry.embedding.onnx;

import dev.quarry.chunk.ChunkerProperties;
import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.chunk.SentenceVectors;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("native-library")
class ModelChunkingTest {
    private static final int SENTENCES = 4_000;

    @ParameterizedTest
    @EnumSource
    void chunks_counted_by_the_model_itself_keep_their_promises(ChunkingStrategy strategy) {
        new ChunkerProperties(strategy.chunker(new Lengths()), ModelTokenizerTest.packaged("")).checkMany(8_128, 60);
    }

    /** A sentence's length, as a direction in the plane. */
    private record Lengths() implements SentenceVectors {
        @Override
        public int limit() {
            return SENTENCES;
        }

        @Override
        public List<float[]> embed(List<String> sentences) {
            return sentences.stream()
                    .map(sentence ->
                            new float[] {(float) Math.cos(sentence.length()), (float) Math.sin(sentence.length())})
                    .toList();
        }
    }
}
