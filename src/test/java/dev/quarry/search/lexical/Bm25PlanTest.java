package dev.quarry.search.lexical;

import static org.assertj.core.api.Assertions.assertThat;

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
    void a_rare_word_is_read_and_the_common_ones_are_looked_up_where_that_is_cheaper() {
        Bm25Plan plan = Bm25Plan.sparing(TERMS, 10, 1_000_000);

        assertThat(plan.steps())
                .containsExactly(
                        Bm25Plan.Step.read(RARE), Bm25Plan.Step.lookUp(COMMON), Bm25Plan.Step.lookUp(COMMONER));
        assertThat(plan.proves(best(2, 1.6), 2)).isTrue();
        assertThat(plan.proves(best(2, 1.5), 2))
                .as("just what the others could sum up to")
                .isFalse();
        assertThat(plan.proves(best(2, 1.6), 3)).as("fewer than are wanted").isFalse();
    }

    @Test
    void all_is_read_where_too_few_hits_would_come_or_looking_up_would_take_longer() {
        assertThat(Bm25Plan.sparing(TERMS, 400, 1_000_000)).isEqualTo(Bm25Plan.thorough(TERMS, 400, 1_000_000));
        List<Bm25Term> common = List.of(COMMON, COMMONER);
        Bm25Plan plan = Bm25Plan.sparing(common, 10, 1_000_000);
        assertThat(plan.steps()).allMatch(Bm25Plan.Step::read).hasSize(2);
        assertThat(plan.proves(List.of(), 10)).isTrue();
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
        Bm25Plan plan = Bm25Plan.sparing(List.of(RARE, required, rarer, COMMON), 10, 1_000_000);

        assertThat(plan.steps()).filteredOn(Bm25Plan.Step::read).containsExactly(Bm25Plan.Step.read(rarer));
        assertThat(plan.rest()).isInfinite();
        assertThat(plan.proves(List.of(), 10)).isTrue();
        assertThat(Bm25Plan.sparing(List.of(RARE, required, rarer), 10, 600).proves(best(10, 3), 10))
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
