package dev.quarry.chunk;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkerPropertiesTest {
    private static final long[] SEEDS = {1, 20_260_101, 4_711};
    private static final int TEXTS = 300;

    static Stream<Arguments> strategiesAndSeeds() {
        return Arrays.stream(ChunkingStrategy.values())
                .flatMap(strategy -> Arrays.stream(SEEDS).mapToObj(seed -> Arguments.of(strategy, seed)));
    }

    @ParameterizedTest
    @MethodSource("strategiesAndSeeds")
    void every_text_is_cut_into_whole_chunks_of_the_size_that_miss_nothing(ChunkingStrategy strategy, long seed) {
        new ChunkerProperties(strategy.chunker(new SentencesByWords()), new PiecesOfFour()).checkMany(seed, TEXTS);
    }
}
