package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.failure.Failure;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of a million characters that are as unlike prose as can be: cut whole, within the size, in seconds. */
class PathologicalTextsTest {
    private static final int LENGTH = 1_000_000;
    private static final ChunkSize SIZE = new ChunkSize(126, 31);
    private static final int MOST_SENTENCES = 4_000;

    private static final Map<String, String> TEXTS = new TreeMap<>(Map.ofEntries(
            Map.entry("one word", "x"),
            Map.entry("words of 100,000 letters", "y".repeat(100_000) + " "),
            Map.entry("single letters", "a "),
            Map.entry("full stops", "."),
            Map.entry("sentences of a letter", "A. "),
            Map.entry("headings only", "# a\n"),
            Map.entry("headings of every level", "# a\n## b\n### c\n#### d\n##### e\n###### f\n"),
            Map.entry("form feeds", "\f"),
            Map.entry("pages of a letter", "a\f"),
            Map.entry("line breaks", "\r\n"),
            Map.entry("lines of a letter", "a\r\n"),
            Map.entry("paragraphs of a letter", "a\n\n"),
            Map.entry("blanks", " "),
            Map.entry("accents without a letter", "\u0301"),
            Map.entry("flags", "🇮🇹"),
            Map.entry("families", "👩‍👩‍👧‍👦"),
            Map.entry("ideographs", "漢字"),
            Map.entry("ideographic sentences", "漢。"),
            Map.entry("open brackets", "([{"),
            Map.entry("a table", "| a | 1 |\n"),
            Map.entry("fences", "```\n"),
            Map.entry("quotation marks", "\"a.\" "),
            Map.entry("abbreviations", "e.g. i.e. ")));

    static Stream<Arguments> strategiesAndTexts() {
        return Arrays.stream(ChunkingStrategy.values())
                .flatMap(strategy -> TEXTS.keySet().stream().map(text -> Arguments.of(strategy, text)));
    }

    @ParameterizedTest
    @MethodSource("strategiesAndTexts")
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_text_of_a_million_characters_is_cut_or_refused_in_seconds(ChunkingStrategy strategy, String name) {
        String pattern = Objects.requireNonNull(TEXTS.get(name));
        String text = pattern.repeat(LENGTH / pattern.length());
        SentencesByWords vectors = new SentencesByWords(MOST_SENTENCES);
        try {
            new ChunkerProperties(strategy.chunker(vectors), new PiecesOfFour()).check(text, SIZE, name);
        } catch (Failure.Invalid tooManySentences) {
            assertThat(strategy).isEqualTo(ChunkingStrategy.SEMANTIC);
            assertThat(vectors.embedded()).isEmpty();
        }
    }
}
