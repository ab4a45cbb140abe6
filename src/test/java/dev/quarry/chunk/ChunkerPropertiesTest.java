package dev.quarry.chunk;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerPropertiesTest {
    private final ChunkerProperties properties = new ChunkerProperties(new RecursiveChunker(), new PiecesOfFour());

    @ParameterizedTest
    @ValueSource(longs = {1, 20_260_101, 4_711})
    void every_text_is_cut_into_whole_chunks_of_the_size_that_miss_nothing(long seed) {
        properties.checkMany(seed, 500);
    }
}
