package dev.quarry.search.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quarry.search.lexical.Bm25Plan.Survivors;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class Bm25PlanTest {
    private static final Bm25Term RARE = new Bm25Term("en", "rare", 10, 500, false);
    private static final Bm25Term COMMON = new Bm25Term("en", "common", 1, 60_000, false);
    private static final Bm25Term COMMONER = new Bm25Term("en", "commoner", 0.5, 90_000, false);
    private static final Bm25Term NOWHERE = new Bm25Term("en", "nowhere", 20, 0, false);
    private static final List<Bm25Term> TERMS = List.of(COMMONER, NOWHERE, COMMON, RARE);

    @Test
    void a_score_is_found_by_the_rarest_words_where_reading_all_takes_much_longer() {
        Bm25Plan sample = Bm25Plan.sample(TERMS, 10, 1_000_000).orElseThrow();

        assertThat(sample.steps())
                .containsExactly(
                        Bm25Plan.Step.read(RARE), Bm25Plan.Step.lookUp(COMMON), Bm25Plan.Step.lookUp(COMMONER));
        assertThat(sample.survivors()).isEqualTo(new Survivors.Best(20));
        assertThat(sample.proves(best(10, 100), 10)).isFalse();
        assertThat(Bm25Plan.sample(TERMS, 10, 499)).as("over the budget").isEmpty();
        assertThat(Bm25Plan.sample(List.of(COMMON, COMMONER), 10, 1_000_000))
                .as("no rare word")
                .isEmpty();
        assertThat(Bm25Plan.sample(TERMS, 4_000, 1_000_000))
                .as("many are wanted")
                .isEmpty();
    }

    @Test
    void words_that_cannot_make_up_half_of_that_score_are_looked_up() {
        Bm25Plan plan = Bm25Plan.above(3.2, TERMS, 10, 1_000_000);

        assertThat(plan.steps())
                .containsExactly(
                        Bm25Plan.Step.read(RARE), Bm25Plan.Step.lookUp(COMMON), Bm25Plan.Step.lookUp(COMMONER));
        assertThat(((Survivors.From) plan.survivors()).score()).isCloseTo(3.2 - 1.5, within(1e-6));
        assertThat(plan.proves(best(2, 1.6), 2)).isTrue();
        assertThat(plan.proves(best(2, 1.5), 2))
                .as("just what the others could sum up to")
                .isFalse();
        assertThat(plan.proves(best(2, 1.6), 3)).as("fewer than are wanted").isFalse();
    }

    @Test
    void all_is_read_where_the_score_is_low_or_looking_up_would_take_longer() {
        Bm25Plan thorough = Bm25Plan.thorough(TERMS, 10, 1_000_000);

        assertThat(Bm25Plan.above(0.9, TERMS, 10, 1_000_000)).isEqualTo(thorough);
        assertThat(Bm25Plan.above(3.2, TERMS, 10_000, 1_000_000))
                .isEqualTo(Bm25Plan.thorough(TERMS, 10_000, 1_000_000));
        assertThat(thorough.steps()).allMatch(Bm25Plan.Step::read).hasSize(3);
        assertThat(thorough.proves(List.of(), 10)).isTrue();
    }

    @Test
    void what_the_budget_does_not_allow_is_read_in_part_and_looked_up() {
        Bm25Plan plan = Bm25Plan.thorough(TERMS, 10, 1_000);

        assertThat(plan.steps())
                .containsExactly(
                        Bm25Plan.Step.read(RARE),
                        Bm25Plan.Step.readInPart(COMMON, 100),
                        Bm25Plan.Step.lookUp(COMMON),
                        Bm25Plan.Step.lookUp(COMMONER));
        assertThat(Bm25Plan.thorough(TERMS, 10, 50).steps()).startsWith(Bm25Plan.Step.readInPart(RARE, 50));
        assertThat(plan.proves(List.of(), 10)).isFalse();
    }

    @Test
    void of_a_phrase_only_the_rarest_word_is_read() {
        Bm25Term required = new Bm25Term("en", "required", 3, 9_000, true);
        Bm25Term rarer = new Bm25Term("en", "rarer", 4, 700, true);
        List<Bm25Term> terms = List.of(RARE, required, rarer, COMMON);
        Bm25Plan plan = Bm25Plan.thorough(terms, 10, 1_000_000);

        assertThat(plan.steps()).filteredOn(Bm25Plan.Step::read).containsExactly(Bm25Plan.Step.read(rarer));
        assertThat(plan.survivors()).isEqualTo(new Survivors.WithinReach(Double.POSITIVE_INFINITY));
        assertThat(Bm25Plan.sample(terms, 10, 1_000_000)).isEmpty();
        assertThat(plan.proves(List.of(), 10)).isTrue();
        assertThat(Bm25Plan.thorough(List.of(RARE, required, rarer), 10, 600).proves(best(10, 3), 10))
                .as("a phrase that is cut off")
                .isFalse();
    }

    @Test
    void a_language_in_which_a_phrase_is_nowhere_is_left_out() {
        Bm25Term italian = new Bm25Term("it", "raro", 9, 100, false);
        Bm25Term phrase = new Bm25Term("it", "frase", 30, 0, true);

        assertThat(Bm25Plan.thorough(List.of(italian, phrase, RARE), 10, 1_000).steps())
                .containsExactly(Bm25Plan.Step.read(RARE));
    }

    private static List<ScoredChunk> best(int count, double score) {
        return Collections.nCopies(count, new ScoredChunk(new UUID(0, 0), score, 0.5));
    }
}
