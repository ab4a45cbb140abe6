package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphemesTest {
    private static final ChunkSize SIZE = new ChunkSize(20, 5);

    @ParameterizedTest
    @EnumSource
    void what_a_reader_sees_as_one_character_stays_whole(ChunkingStrategy strategy) {
        for (String character : List.of("e\u0301", "🇮🇹", "👩‍👩‍👧‍👦", "👍🏽", "한", "क्षि", "❤️")) {
            String text = character.repeat(200);
            BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
            characters.setText(text);
            assertThat(strategy.chunker(new SentencesByWords()).chunk(text, SIZE, new PiecesOfFour()))
                    .hasSizeGreaterThan(1)
                    .allSatisfy(chunk -> {
                        assertThat(characters.isBoundary(chunk.start())).isTrue();
                        assertThat(characters.isBoundary(chunk.end())).isTrue();
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "😀"})
    void one_that_is_larger_than_a_chunk_is_cut_between_code_points(String base) {
        String text = base + "\u0301".repeat(1_000);

        List<ChunkSpan> chunks = new RecursiveChunker().chunk(text, SIZE, new PiecesOfFour());

        assertThat(chunks).hasSizeGreaterThan(1);
        assertThat(String.join("", chunks.stream().map(chunk -> chunk.of(text)).toList()))
                .contains(base);
    }
}
