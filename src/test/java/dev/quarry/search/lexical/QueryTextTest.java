package dev.quarry.search.lexical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {
    @Test
    void words_phrases_and_exclusions_are_told_apart() {
        assertThat(QueryText.parse("oil \"gear box\" -petrol -\"two stroke\" AB-1234/5"))
                .isEqualTo(
                        new QueryText("oil gear box AB-1234/5", List.of("gear box"), List.of("petrol", "two stroke")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "how much oil",
                "",
                " ",
                "-",
                "- -",
                "--help",
                "a - b",
                "a -- b",
                "-5 degrees",
                "below -12.5",
                "AB-1234/5",
                "a twenty-foot mast",
                "pre- and post-war",
                "an unbalanced \"quote",
                "\"",
                "\"\"",
                "\" \"",
                "\"!?\"",
                "-\"\"",
                "-\"unbalanced",
                "a 12\" pipe",
                "12\" by 14\" pipes",
                "it's Bob's",
                "(-bracketed)"
            })
    void everything_else_is_plain_text(String text) {
        assertThat(QueryText.parse(text)).isEqualTo(new QueryText(text, List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-petrol", "-petrol -diesel", "-\"two stroke\"", " -a ? "})
    void a_query_that_wants_nothing_excludes_nothing(String text) {
        assertThat(QueryText.parse(text)).isEqualTo(new QueryText(text, List.of(), List.of()));
    }

    @Test
    void a_phrase_may_stand_beside_punctuation_and_a_number_be_excluded_in_quotes() {
        assertThat(QueryText.parse("boats (\"gear box\", \"oil\") -\"2024\""))
                .isEqualTo(new QueryText("boats ( gear box , oil )", List.of("gear box", "oil"), List.of("2024")));
    }

    @Test
    void words_in_other_scripts_are_words() {
        assertThat(QueryText.parse("åsa \"größe μ\" -über"))
                .isEqualTo(new QueryText("åsa größe μ", List.of("größe μ"), List.of("über")));
    }

    @Test
    void the_rest_of_an_unbalanced_query_keeps_its_balanced_part() {
        assertThat(QueryText.parse("\"gear box\" and \"half"))
                .isEqualTo(new QueryText("gear box and \"half", List.of("gear box"), List.of()));
    }

    @Test
    void an_exclusion_reaches_to_the_next_space() {
        assertThat(QueryText.parse("filter -AB-1234/5 oil").excluded()).containsExactly("AB-1234/5");
    }

    @Test
    void a_long_query_of_signs_is_read_in_no_time() {
        QueryText read = QueryText.parse("\"x -\"".repeat(1000) + "-\"".repeat(1000));
        assertThat(read.wanted()).isNotEmpty();
    }
}
