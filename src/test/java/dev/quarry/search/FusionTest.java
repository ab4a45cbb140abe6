package dev.quarry.search;

import static dev.quarry.search.FusionMethod.RECIPROCAL_RANK;
import static dev.quarry.search.FusionMethod.WEIGHTED_SUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quarry.search.Capability.Hit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusionTest {
    private static final double EXACT = 1e-12;
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    private static final Leg.Answered VECTOR = leg("vector", hit(A, 0.9, 0.9), hit(B, 0.6, 0.6));
    private static final Leg.Answered BM25 = leg("bm25", hit(B, 12.5, 0.5), hit(C, 5.0, 0.2), hit(A, 2.5, 0.1));

    @Test
    void the_weighted_sum_adds_relevance_times_weight() {
        Fusion fusion = new Fusion(WEIGHTED_SUM, 60, Map.of("vector", 1.0, "bm25", 2.0));
        List<Fusion.Fused> ranking = fusion.fuse(List.of(VECTOR, BM25), 10);
        assertThat(ranking).extracting(FusionTest::chunkId).containsExactly(B, A, C);
        assertScores(ranking, 0.6 + 2 * 0.5, 0.9 + 2 * 0.1, 2 * 0.2);
    }

    @Test
    void reciprocal_rank_adds_weight_by_constant_plus_rank() {
        Fusion fusion = new Fusion(RECIPROCAL_RANK, 60, Map.of("vector", 1.0, "bm25", 0.5));
        List<Fusion.Fused> ranking = fusion.fuse(List.of(VECTOR, BM25), 10);
        assertThat(ranking).extracting(FusionTest::chunkId).containsExactly(A, B, C);
        assertScores(ranking, 1.0 / 61 + 0.5 / 63, 1.0 / 62 + 0.5 / 61, 0.5 / 62);
    }

    @Test
    void a_smaller_constant_makes_the_first_ranks_stand_out() {
        Fusion fusion = new Fusion(RECIPROCAL_RANK, 0, Map.of("vector", 1.0));
        assertScores(fusion.fuse(List.of(VECTOR), 10), 1.0, 0.5);
    }

    @Test
    void a_chunk_remembers_its_rank_and_score_in_each_leg() {
        Fusion fusion = new Fusion(WEIGHTED_SUM, 60, Map.of("vector", 1.0, "bm25", 1.0));
        List<Fusion.Fused> ranking = fusion.fuse(List.of(VECTOR, BM25), 10);
        assertThat(of(A, ranking).places())
                .isEqualTo(Map.of("vector", new Fusion.Place(1, 0.9), "bm25", new Fusion.Place(3, 2.5)));
        assertThat(of(C, ranking).places()).isEqualTo(Map.of("bm25", new Fusion.Place(2, 5.0)));
    }

    @ParameterizedTest
    @EnumSource
    void ties_fall_to_the_older_chunk_whatever_the_order_of_the_legs(FusionMethod method) {
        Fusion fusion = new Fusion(method, 60, Map.of("vector", 1.0, "bm25", 1.0));
        List<Leg.Answered> legs = new ArrayList<>(List.of(leg("vector", hit(C, 1, 0.5)), leg("bm25", hit(A, 1, 0.5))));
        assertThat(fusion.fuse(legs, 10)).extracting(FusionTest::chunkId).containsExactly(A, C);
        Collections.reverse(legs);
        assertThat(fusion.fuse(legs, 10)).extracting(FusionTest::chunkId).containsExactly(A, C);
    }

    @ParameterizedTest
    @EnumSource
    void a_leg_of_weight_zero_ranks_nothing_up(FusionMethod method) {
        Fusion fusion = new Fusion(method, 60, Map.of("vector", 1.0, "bm25", 0.0));
        List<Fusion.Fused> ranking = fusion.fuse(List.of(VECTOR, BM25), 10);
        assertThat(ranking).extracting(FusionTest::chunkId).containsExactly(A, B, C);
        assertThat(of(C, ranking).score()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_leg_without_a_weight_counts_nothing(FusionMethod method) {
        List<Fusion.Fused> ranking = new Fusion(method, 60, Map.of()).fuse(List.of(BM25), 10);
        assertThat(ranking).extracting(Fusion.Fused::score).containsOnly(0.0);
    }

    @ParameterizedTest
    @EnumSource
    void a_weight_of_a_leg_that_is_missing_does_no_harm(FusionMethod method) {
        Fusion fusion = new Fusion(method, 60, Map.of("vector", 1.0, "bm25", 5.0));
        assertThat(fusion.fuse(List.of(VECTOR), 10))
                .extracting(FusionTest::chunkId)
                .containsExactly(A, B);
    }

    @ParameterizedTest
    @EnumSource
    void no_leg_and_an_empty_leg_give_no_ranking(FusionMethod method) {
        Fusion fusion = new Fusion(method, 60, Map.of("vector", 1.0));
        assertThat(fusion.fuse(List.of(), 10)).isEmpty();
        assertThat(fusion.fuse(List.of(leg("vector")), 10)).isEmpty();
    }

    @Test
    void only_the_best_k_are_answered() {
        Fusion fusion = new Fusion(WEIGHTED_SUM, 60, Map.of("vector", 1.0, "bm25", 2.0));
        assertThat(fusion.fuse(List.of(VECTOR, BM25), 2))
                .extracting(FusionTest::chunkId)
                .containsExactly(B, A);
        assertThat(fusion.fuse(List.of(VECTOR, BM25), 3)).hasSize(3);
    }

    private static Leg.Answered leg(String capability, Hit... hits) {
        return new Leg.Answered(capability, Duration.ZERO, new Capability.Hits(List.of(hits), true, Map.of()), false);
    }

    private static Hit hit(UUID chunk, double score, double relevance) {
        return new Hit(new Item.Chunk(chunk), score, relevance);
    }

    private static UUID chunkId(Fusion.Fused fused) {
        return ((Item.Chunk) fused.item()).id();
    }

    private static Fusion.Fused of(UUID chunk, List<Fusion.Fused> ranking) {
        return ranking.stream()
                .filter(fused -> chunkId(fused).equals(chunk))
                .findFirst()
                .orElseThrow();
    }

    private static void assertScores(List<Fusion.Fused> ranking, double... scores) {
        assertThat(ranking).hasSize(scores.length);
        for (int i = 0; i < scores.length; i++) {
            assertThat(ranking.get(i).score()).as("rank %d", i + 1).isEqualTo(scores[i], within(EXACT));
        }
    }
}
