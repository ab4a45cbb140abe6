package dev.quarry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final Offset<Double> SIX_DIGITS = within(5e-7);

    @Test
    void ndcg_takes_the_grade_as_the_gain_and_log2_of_rank_plus_one_as_the_discount() {
        // Ranked a (1), x (0), b (3): 1/log2(2) + 3/log2(4) = 1 + 1.5 = 2.5.
        // Ideal b, c, a: 3/1 + 2/1.5849625 + 1/2 = 4.7618595.
        Map<String, Integer> judgements = Map.of("a", 1, "b", 3, "c", 2);
        assertThat(RankingMetrics.ndcg(List.of("a", "x", "b"), judgements, 10)).isCloseTo(0.525005, SIX_DIGITS);
    }

    @Test
    void ndcg_of_the_ideal_ranking_is_one() {
        Map<String, Integer> judgements = Map.of("a", 1, "b", 3, "c", 2);
        assertThat(RankingMetrics.ndcg(List.of("b", "c", "a"), judgements, 10)).isCloseTo(1, EXACT);
        assertThat(RankingMetrics.ndcg(List.of("b", "c", "a", "x"), judgements, 10))
                .isCloseTo(1, EXACT);
    }

    @Test
    void ndcg_looks_no_further_than_its_cutoff_in_the_ranking_and_in_the_ideal() {
        Map<String, Integer> judgements = Map.of("a", 1, "b", 1, "c", 1);
        // DCG@2 = 1/log2(3) = 0.6309298; the ideal@2 = 1 + 0.6309298, not a third document more.
        assertThat(RankingMetrics.ndcg(List.of("x", "a", "b", "c"), judgements, 2))
                .isCloseTo(0.386853, SIX_DIGITS);
    }

    @Test
    void a_grade_below_zero_gains_nothing_and_takes_nothing_away() {
        Map<String, Integer> judgements = Map.of("a", 1, "bad", -2);
        assertThat(RankingMetrics.ndcg(List.of("bad", "a"), judgements, 10)).isCloseTo(0.630930, SIX_DIGITS);
        assertThat(RankingMetrics.averagePrecision(List.of("bad", "a"), judgements))
                .isCloseTo(0.5, EXACT);
        assertThat(RankingMetrics.recall(List.of("bad", "a"), judgements, 10)).isCloseTo(1, EXACT);
    }

    @Test
    void average_precision_divides_by_all_relevant_documents_also_those_not_found() {
        // Found at ranks 1, 3 and 6 of 4 relevant: (1/1 + 2/3 + 3/6) / 4.
        Map<String, Integer> judgements = Map.of("a", 1, "b", 2, "c", 1, "missed", 1, "irrelevant", 0);
        List<String> ranking = List.of("a", "x", "b", "irrelevant", "y", "c");
        assertThat(RankingMetrics.averagePrecision(ranking, judgements)).isCloseTo(13.0 / 24, EXACT);
    }

    @Test
    void recall_counts_the_relevant_documents_up_to_its_cutoff() {
        Map<String, Integer> judgements = Map.of("a", 1, "b", 1, "c", 1, "d", 0);
        List<String> ranking = List.of("a", "d", "b", "c");
        assertThat(RankingMetrics.recall(ranking, judgements, 3)).isCloseTo(2.0 / 3, EXACT);
        assertThat(RankingMetrics.recall(ranking, judgements, 4)).isCloseTo(1, EXACT);
        assertThat(RankingMetrics.recall(ranking, judgements, 100)).isCloseTo(1, EXACT);
    }

    @Test
    void the_reciprocal_rank_is_that_of_the_first_relevant_document_up_to_the_cutoff() {
        Map<String, Integer> judgements = Map.of("a", 1, "b", 3);
        assertThat(RankingMetrics.reciprocalRank(List.of("x", "y", "a", "b"), judgements, 10))
                .isCloseTo(1.0 / 3, EXACT);
        List<String> tenthLast = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> i == 10 ? "a" : "x" + i)
                .toList();
        assertThat(RankingMetrics.reciprocalRank(tenthLast, judgements, 10)).isCloseTo(0.1, EXACT);
        assertThat(RankingMetrics.reciprocalRank(tenthLast, judgements, 9)).isZero();
    }

    @Test
    void nothing_found_is_zero() {
        Map<String, Integer> judgements = Map.of("a", 1);
        assertThat(Metric.values())
                .allSatisfy(
                        metric -> assertThat(metric.of(List.of(), judgements)).isZero());
    }

    @Test
    void nothing_relevant_is_zero_and_not_a_division_by_zero() {
        assertThat(Metric.values()).allSatisfy(metric -> {
            assertThat(metric.of(List.of("a"), Map.of())).isZero();
            assertThat(metric.of(List.of("a"), Map.of("a", 0, "b", -1))).isZero();
        });
    }

    @Test
    void a_document_that_stands_twice_is_refused() {
        Map<String, Integer> judgements = Map.of("a", 1);
        assertThat(Metric.values())
                .allSatisfy(metric -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> metric.of(List.of("a", "x", "a"), judgements)));
    }
}
