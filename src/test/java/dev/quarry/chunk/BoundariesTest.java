package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundariesTest {
    private static final int PARAGRAPH = 1;
    private static final int LINE = 2;
    private static final int SENTENCE = 3;

    @Test
    void the_strongest_level_cuts_before_headings_only() {
        assertThat(split("intro\n\ntext\n# One\nx\n## Two\ny", Boundaries.STRONGEST))
                .containsExactly("intro\n\ntext\n", "# One\nx\n", "## Two\ny");
    }

    @Test
    void a_hash_in_a_block_of_code_is_no_heading() {
        assertThat(split("a\n```\n# b\n```\n", Boundaries.STRONGEST)).containsExactly("a\n```\n# b\n```\n");
    }

    @Test
    void a_blank_line_ends_a_paragraph_in_every_form_of_line_break() {
        assertThat(split("a\nb\n\nc", PARAGRAPH)).containsExactly("a\nb\n\n", "c");
        assertThat(split("a\r\nb\r\n\r\nc", PARAGRAPH)).containsExactly("a\r\nb\r\n\r\n", "c");
        assertThat(split("a\n \t\nb", PARAGRAPH)).containsExactly("a\n \t\n", "b");
    }

    @Test
    void a_line_is_weaker_than_a_paragraph() {
        assertThat(split("a\nb\n\nc\nd", LINE)).containsExactly("a\n", "b\n\n", "c\n", "d");
    }

    @Test
    void a_sentence_ends_where_the_next_begins() {
        assertThat(split("It rains. Does it? Yes! Version 3.14 it is.", SENTENCE))
                .containsExactly("It rains. ", "Does it? ", "Yes! ", "Version 3.14 it is.");
    }

    @Test
    void words_are_the_weakest_boundaries_and_blanks_stay_with_the_word_before() {
        assertThat(split("  one   two-three four", Boundaries.WEAKEST))
                .containsExactly("  ", "one   ", "two-three ", "four");
    }

    @Test
    void the_parts_of_a_span_are_the_span() {
        String text = "# One\n\nFirst. Second.\n\n## Two\nThird line\nlast";
        for (int level = Boundaries.STRONGEST; level <= Boundaries.WEAKEST; level++) {
            assertThat(String.join("", split(text, level))).isEqualTo(text);
        }
    }

    @Test
    void a_word_is_found_at_the_offset_or_after_it() {
        Boundaries boundaries = Boundaries.of("one two three");
        assertThat(boundaries.wordAtOrAfter(4, 13)).isEqualTo(4);
        assertThat(boundaries.wordAtOrAfter(5, 13)).isEqualTo(8);
        assertThat(boundaries.wordAtOrAfter(9, 13)).isEqualTo(13);
        assertThat(boundaries.wordAtOrAfter(5, 7)).isEqualTo(7);
    }

    private static List<String> split(String text, int level) {
        return Boundaries.of(text).split(new Span(0, text.length()), level).stream()
                .map(part -> text.substring(part.start(), part.end()))
                .toList();
    }
}
