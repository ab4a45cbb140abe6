package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecursiveChunkerTest {
    private static final ChunkSize EIGHT = new ChunkSize(8, 0);

    private final RecursiveChunker chunker = new RecursiveChunker();

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t \r\n", "\u3000\u2028"})
    void a_blank_text_has_no_chunk(String text) {
        assertThat(chunker.chunk(text, EIGHT, new PiecesOfFour())).isEmpty();
    }

    @Test
    void a_text_that_fits_is_one_chunk_without_the_white_space_around_it() {
        String text = " \n one two\n\nthree \n";
        assertThat(spans(text, EIGHT)).containsExactly(new ChunkSpan(3, 17, 4, ""));
    }

    @Test
    void paragraphs_that_fit_together_are_joined_and_others_begin_a_chunk() {
        assertThat(contents("one two\n\nthe red\n\nsix ten men cat\n\nend", EIGHT))
                .containsExactly("one two\n\nthe red\n\nsix ten men cat", "end");
    }

    @Test
    void a_heading_begins_a_chunk_when_not_all_fits() {
        assertThat(contents("one two red\n# Two\nsix ten men cat dog", EIGHT))
                .containsExactly("one two red", "# Two\nsix ten men cat dog");
    }

    @Test
    void a_long_paragraph_is_cut_at_its_sentences() {
        assertThat(contents("One two six ten. The cat ate. The dog ran off.", EIGHT))
                .containsExactly("One two six ten.", "The cat ate.", "The dog ran off.");
    }

    @Test
    void a_long_sentence_is_cut_between_words() {
        assertThat(contents("a b c d e f g h i j", EIGHT)).containsExactly("a b c d e f g h", "i j");
    }

    @Test
    void a_word_without_end_is_cut_between_characters() {
        List<String> contents = contents("😀".repeat(50), EIGHT);
        assertThat(String.join("", contents)).isEqualTo("😀".repeat(50));
        assertThat(contents).allSatisfy(content -> assertThat(content).matches("(😀)+"));
    }

    @Test
    void a_chunk_knows_the_headings_that_it_stands_under() {
        assertThat(spans("# One\na b c d e f\n## Two\ng h i j k l m", EIGHT))
                .extracting(ChunkSpan::headingPath)
                .containsExactly("One", "One > Two", "One > Two");
    }

    @Test
    void an_overlap_repeats_whole_words_from_the_end_of_the_chunk_before() {
        assertThat(contents("a b c d e f g h i j k l m n", new ChunkSize(8, 2)))
                .containsExactly("a b c d e f", "e f g h i j k l", "k l m n");
    }

    @Test
    void an_overlap_never_swallows_the_chunk_before() {
        assertThat(contents("a b\n# One\nc d e f g h i", new ChunkSize(8, 4)))
                .containsExactly("a b", "b\n# One\nc d", "# One\nc d e f g h", "e f g h i");
    }

    @Test
    void a_heading_stays_with_the_beginning_of_what_stands_under_it() {
        assertThat(contents("# One\n\na b c d e f g\n\nh i", new ChunkSize(8, 0)))
                .containsExactly("# One\n\na b c d e f", "g\n\nh i");
        assertThat(contents("# One\n\n## Two\n\na b c d e f g", new ChunkSize(8, 0)))
                .containsExactly("# One\n\n## Two\n\na b c", "d e f g");
    }

    @Test
    void a_heading_with_nothing_under_it_is_a_chunk_of_its_own_at_the_end() {
        assertThat(contents("a b c d e f g h\n\n# End", new ChunkSize(8, 0)))
                .containsExactly("a b c d e f g h", "# End");
    }

    @Test
    void an_overlap_into_the_section_before_leaves_the_chunk_under_its_own_heading() {
        assertThat(spans("# One\na b c d e\n# Two\nf g h", new ChunkSize(8, 1)))
                .extracting(ChunkSpan::headingPath)
                .containsExactly("One", "Two");
    }

    @Test
    void blanks_at_the_end_are_no_chunk_of_repeated_words() {
        assertThat(contents("one" + " ".repeat(5_000), new ChunkSize(8, 4))).containsExactly("one");
    }

    @ParameterizedTest
    @CsvSource({"7, 0", "0, 0", "8, -1", "8, 5", "100, 51"})
    void a_size_that_makes_no_sense_is_refused(int tokens, int overlap) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChunkSize(tokens, overlap));
    }

    private List<ChunkSpan> spans(String text, ChunkSize size) {
        return chunker.chunk(text, size, new PiecesOfFour());
    }

    private List<String> contents(String text, ChunkSize size) {
        return spans(text, size).stream().map(span -> span.of(text)).toList();
    }
}
