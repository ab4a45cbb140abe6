package dev.quarry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.client.SearchResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PassagesTest {
    @Test
    void lines_are_wrapped_between_words_and_blank_ones_left_out() {
        assertThat(Passages.wrapped("one two three\n\n  four", 9)).containsExactly("one two", "three", "four");
        assertThat(Passages.wrapped("one two three", 13)).containsExactly("one two three");
        assertThat(Passages.wrapped("a unbreakable b", 5)).containsExactly("a", "unbreakable", "b");
        assertThat(Passages.wrapped(" \n", 5)).isEmpty();
    }

    @Test
    void the_title_is_said_once() {
        assertThat(Passages.place(hit("Manual", ""))).isEqualTo("Manual");
        assertThat(Passages.place(hit("Manual", "Manual"))).isEqualTo("Manual");
        assertThat(Passages.place(hit("Manual", "Manual > Pump"))).isEqualTo("Manual > Pump");
        assertThat(Passages.place(hit("Manual", "Pump"))).isEqualTo("Manual > Pump");
    }

    @Test
    void the_standing_has_the_score_and_every_rank() {
        assertThat(Passages.standing(hit("Manual", ""))).isEqualTo("score 0.500 (bm25 #2, vector #1)");
    }

    private static SearchResult.Hit hit(String title, String headingPath) {
        Map<String, SearchResult.Place> legs =
                new TreeMap<>(Map.of("vector", new SearchResult.Place(1, 0.9), "bm25", new SearchResult.Place(2, 7.5)));
        return new SearchResult.Hit(new UUID(0, 1), title, headingPath, "text", null, 0.5, legs);
    }
}
