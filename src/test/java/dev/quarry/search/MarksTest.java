package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void places_are_counted_in_code_points() {
        Marks marks = Marks.absentFrom(List.of("😀 oil"));
        assertThat(marks.placesIn(marked(marks, "😀 <oil>, <oil>")))
                .containsExactly(new Highlight(2, 5), new Highlight(7, 10));
    }

    @Test
    void marks_are_characters_that_no_text_holds() {
        Marks marks = Marks.absentFrom(List.of("a \uE000 b \uE001", "c \uE002"));
        assertThat(marks.options()).doesNotContain("\uE000", "\uE001", "\uE002");
        assertThat(marks.placesIn(marked(marks, "a \uE000 <b>"))).containsExactly(new Highlight(4, 5));
    }

    @Test
    void two_words_with_nothing_between_them_are_one_place() {
        Marks marks = Marks.absentFrom(List.of());
        assertThat(marks.placesIn(marked(marks, "<wind><lass> <oil>")))
                .containsExactly(new Highlight(0, 8), new Highlight(9, 12));
    }

    private static String marked(Marks marks, String text) {
        String[] signs = marks.options().split("\"", -1);
        return text.replace("<", signs[1]).replace(">", signs[3]);
    }
}
