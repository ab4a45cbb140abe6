package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each strategy makes of texts that show what it is for. */
class ChunkingStrategyTest {
    private static final int SIZE = 8;

    @Test
    void the_names_are_those_of_requests_and_rows() {
        assertThat(ChunkingStrategy.labels()).isEqualTo("recursive, fixed, sentence, markdown, page, semantic");
        assertThat(ChunkingStrategy.labelled("semantic")).contains(ChunkingStrategy.SEMANTIC);
        assertThat(ChunkingStrategy.labelled("Semantic")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_text_that_fits_is_one_chunk(ChunkingStrategy strategy) {
        assertThat(cut(strategy, " one two three \n", SIZE, 0)).containsExactly("one two three");
    }

    @ParameterizedTest
    @EnumSource
    void a_blank_text_has_no_chunk(ChunkingStrategy strategy) {
        for (String text : List.of("", " ", "\f", "\n\t \r\n\f \f", "\u3000\u2028")) {
            assertThat(cut(strategy, text, SIZE, 0)).isEmpty();
        }
    }

    @Test
    void fixed_fills_every_chunk_whatever_the_text_says() {
        assertThat(cut(ChunkingStrategy.FIXED, "a b c d e f. g h\n\n# i\nj k l m n o", SIZE, 0))
                .containsExactly("a b c d e f. g", "h\n\n# i\nj k l m n", "o");
    }

    @Test
    void fixed_begins_with_the_end_of_the_chunk_before() {
        assertThat(cut(ChunkingStrategy.FIXED, "a b c d e f g h i j k l m n", SIZE, 2))
                .containsExactly("a b c d e f", "e f g h i j k l", "k l m n");
    }

    @Test
    void sentence_fills_chunks_with_whole_sentences() {
        assertThat(cut(ChunkingStrategy.SENTENCE, "One two. Six ten red. The cat ate. End.", SIZE, 0))
                .containsExactly("One two. Six ten red.", "The cat ate. End.");
    }

    @Test
    void sentences_go_over_line_breaks_but_not_over_the_end_of_an_item_or_a_paragraph() {
        assertThat(sentences("It rains\nin May. Yes\n\nNo\n- one\n- two\n1. three"))
                .containsExactly("It rains\nin May. ", "Yes\n\n", "No\n", "- one\n", "- two\n", "1. three");
    }

    @Test
    void sentences_end_at_ideographic_full_stops_though_no_blank_follows() {
        assertThat(sentences("今日は雨。「明日は？」と聞く。晴れ！")).containsExactly("今日は雨。", "「明日は？」", "と聞く。", "晴れ！");
        assertThat(cut(ChunkingStrategy.SENTENCE, "今日は雨。「明日は？」と聞く。晴れ！", SIZE, 0))
                .containsExactly("今日は雨。「明日は？」と聞く。", "晴れ！");
    }

    @Test
    void sentence_cuts_a_sentence_that_is_too_large_and_fills_up_what_is_left_of_it() {
        assertThat(cut(ChunkingStrategy.SENTENCE, "A b c d e f g h i j. K l.", SIZE, 0))
                .containsExactly("A b c d e f g h", "i j. K l.");
    }

    @Test
    void markdown_makes_a_chunk_of_each_section() {
        String text = "# One\na b c d\n# Two\ne f g h\n## Three\ni j k l";
        assertThat(spans(ChunkingStrategy.MARKDOWN, text, SIZE, 0))
                .extracting(span -> span.headingPath() + ": " + span.of(text))
                .containsExactly("One: # One\na b c d", "Two: # Two\ne f g h", "Two > Three: ## Three\ni j k l");
    }

    @Test
    void markdown_joins_short_sections_under_what_they_share() {
        String text = "# One\n## Two\na\n## Three\nb\n# Four\nc d e f g h i j k l";
        assertThat(spans(ChunkingStrategy.MARKDOWN, text, 20, 0))
                .extracting(span -> span.headingPath() + ": " + span.of(text))
                .containsExactly("One: # One\n## Two\na\n## Three\nb", "Four: # Four\nc d e f g h i j k l");
    }

    @Test
    void markdown_cuts_a_large_section_and_leaves_the_overlap_within_it() {
        String text = "# One\na b\n# Two\nc d e f g h i j";
        assertThat(spans(ChunkingStrategy.MARKDOWN, text, SIZE, 2))
                .extracting(span -> span.headingPath() + ": " + span.of(text))
                .containsExactly("One: # One\na b", "Two: # Two\nc d e f", "Two: e f g h i j");
    }

    @Test
    void page_makes_a_chunk_of_each_page_and_cuts_those_that_are_too_large() {
        assertThat(cut(ChunkingStrategy.PAGE, "a b\fc d e f g h i j k l\f\f\nm", SIZE, 2))
                .containsExactly("a b", "c d e f g h", "g h i j k l", "m");
    }

    @Test
    void page_knows_the_headings_of_the_pages_before() {
        assertThat(spans(ChunkingStrategy.PAGE, "# One\na\fb", SIZE, 0))
                .extracting(ChunkSpan::headingPath)
                .containsExactly("One", "One");
    }

    @Test
    void semantic_cuts_where_the_subject_changes() {
        String text = "Anna ate apples. Anna and Alan ate. Alan ate again. Ants ate all."
                + " Boats beat bridges. Big boats bring bread. Bees buzz by.";
        assertThat(cut(ChunkingStrategy.SEMANTIC, text, 60, 0))
                .containsExactly(
                        "Anna ate apples. Anna and Alan ate. Alan ate again. Ants ate all.",
                        "Boats beat bridges. Big boats bring bread. Bees buzz by.");
    }

    @Test
    void semantic_keeps_to_the_size_and_parts_what_is_least_alike() {
        String text = "Anna ate. Alan ate. Ants ate. Bob bit. Ben bit. Cats cry.";
        assertThat(cut(ChunkingStrategy.SEMANTIC, text, 10, 0))
                .containsExactly("Anna ate. Alan ate. Ants ate.", "Bob bit. Ben bit. Cats cry.");
    }

    @Test
    void semantic_refuses_a_text_with_too_many_sentences_before_it_embeds_one() {
        SentencesByWords vectors = new SentencesByWords(3);
        assertThatThrownBy(() -> ChunkingStrategy.SEMANTIC
                        .chunker(vectors)
                        .chunk("One. Two. Three. Four.", new ChunkSize(SIZE, 0), new PiecesOfFour()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("at most 3 sentences and this text has 4");
        assertThat(vectors.embedded()).isEmpty();
    }

    @Test
    void semantic_embeds_nothing_for_a_single_sentence() {
        SentencesByWords vectors = new SentencesByWords();
        assertThat(ChunkingStrategy.SEMANTIC
                        .chunker(vectors)
                        .chunk("One sentence only.", new ChunkSize(SIZE, 0), new PiecesOfFour()))
                .hasSize(1);
        assertThat(vectors.embedded()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\f", "\n\f\n", "\f\f"})
    void a_page_break_ends_a_line_for_every_strategy(String pageBreak) {
        assertThat(HeadingPaths.of("text" + pageBreak + "# One\nhere").at(15)).isEqualTo("One");
    }

    private static List<ChunkSpan> spans(ChunkingStrategy strategy, String text, int size, int overlap) {
        return strategy.chunker(new SentencesByWords()).chunk(text, new ChunkSize(size, overlap), new PiecesOfFour());
    }

    private static List<String> sentences(String text) {
        return Boundaries.of(text).sentences(new Span(0, text.length())).stream()
                .map(sentence -> text.substring(sentence.start(), sentence.end()))
                .toList();
    }

    private static List<String> cut(ChunkingStrategy strategy, String text, int size, int overlap) {
        return spans(strategy, text, size, overlap).stream()
                .map(span -> span.of(text))
                .toList();
    }
}
