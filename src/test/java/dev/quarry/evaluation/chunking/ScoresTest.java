package dev.quarry.evaluation.chunking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final List<Stretch> ANSWERS = List.of(stretch(10, 20), stretch(50, 60));

    @Test
    void what_was_found_is_held_against_what_was_asked_for_and_what_was_read() {
        Scores scores = Scores.of(ANSWERS, List.of(stretch(15, 35), stretch(70, 80)));

        assertThat(scores.recall()).isEqualTo(5.0 / 20);
        assertThat(scores.precision()).isEqualTo(5.0 / 30);
        assertThat(scores.iou()).isEqualTo(5.0 / 45);
    }

    @Test
    void a_character_that_is_read_twice_is_found_once_and_paid_for_twice() {
        Scores scores = Scores.of(ANSWERS, List.of(stretch(10, 20), stretch(10, 20), stretch(50, 60)));

        assertThat(scores.recall()).isEqualTo(1);
        assertThat(scores.precision()).isEqualTo(20.0 / 30);
        assertThat(scores.iou()).isEqualTo(20.0 / 30);
    }

    @Test
    void the_same_place_of_another_text_is_read_in_vain() {
        Scores scores = Scores.of(ANSWERS, List.of(new Stretch("other", 10, 20)));

        assertThat(scores).isEqualTo(new Scores(0, 0, 0));
    }

    @Test
    void precision_omega_is_that_of_the_chunks_with_answers() {
        List<Stretch> chunks = List.of(stretch(0, 25), stretch(25, 50), stretch(50, 75), new Stretch("other", 0, 100));

        assertThat(Scores.precisionOmega(ANSWERS, chunks)).isEqualTo(20.0 / 50);
    }

    @Test
    void a_budget_takes_the_last_chunk_in_part() {
        List<Found> ranked =
                List.of(new Found(stretch(0, 40), 10), new Found(stretch(40, 80), 10), new Found(stretch(80, 90), 3));

        assertThat(Retrieval.within(15, ranked)).containsExactly(stretch(0, 40), stretch(40, 60));
        assertThat(Retrieval.within(20, ranked)).containsExactly(stretch(0, 40), stretch(40, 80));
    }

    @Test
    void the_most_alike_come_first() {
        List<Found> chunks = List.of(new Found(stretch(0, 1), 1), new Found(stretch(1, 2), 1));
        Retrieval retrieval = new Retrieval(chunks, List.of(new float[] {0, 1}, new float[] {1, 0}));

        assertThat(retrieval.ranked(new float[] {0.8f, 0.6f})).containsExactly(chunks.get(1), chunks.get(0));
    }

    @Test
    void means_are_over_questions() {
        assertThat(Scores.mean(List.of(new Scores(1, 0.5, 0.25), new Scores(0, 0, 0)))
                        .precision())
                .isCloseTo(0.25, within(1e-12));
    }

    @Test
    void a_csv_field_may_hold_commas_quotes_and_line_breaks() {
        assertThat(CsvRecords.of("a,\"b, \"\"c\"\"\nd\",e\r\nf,,\n"))
                .containsExactly(List.of("a", "b, \"c\"\nd", "e"), List.of("f", "", ""));
    }

    private static Stretch stretch(int start, int end) {
        return new Stretch("text", start, end);
    }
}
