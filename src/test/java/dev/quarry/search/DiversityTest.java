package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiversityTest {
    private static final List<Candidate> RANKED =
            IntStream.range(0, 4).mapToObj(DiversityTest::candidate).toList();

    /** The first three say nearly the same, the last something else. */
    private static final Map<UUID, float[]> VECTORS = Map.of(
            id(0), new float[] {1, 0},
            id(1), new float[] {0.99f, 0.14f},
            id(2), new float[] {0.98f, 0.2f},
            id(3), new float[] {0, 1});

    @Test
    void without_diversity_the_ranking_stays() {
        assertThat(Diversity.reorder(RANKED, VECTORS, 0)).isEqualTo(RANKED);
    }

    @Test
    void what_is_unlike_the_best_comes_second() {
        assertThat(Diversity.reorder(RANKED, VECTORS, 0.7))
                .extracting(candidate -> candidate.chunkId().orElseThrow())
                .startsWith(id(0), id(3));
        assertThat(Diversity.reorder(RANKED, VECTORS, 1))
                .extracting(candidate -> candidate.chunkId().orElseThrow())
                .startsWith(id(0), id(3));
    }

    @Test
    void a_little_diversity_changes_little() {
        assertThat(Diversity.reorder(RANKED, VECTORS, 0.05)).isEqualTo(RANKED);
    }

    @Test
    void a_hit_without_a_vector_is_like_no_other_and_none_is_lost() {
        Map<UUID, float[]> some = Map.of(id(0), VECTORS.get(id(0)), id(1), VECTORS.get(id(1)));
        assertThat(Diversity.reorder(RANKED, some, 0.9))
                .containsExactlyInAnyOrderElementsOf(RANKED)
                .extracting(candidate -> candidate.chunkId().orElseThrow())
                .startsWith(id(0), id(2));
        assertThat(Diversity.reorder(RANKED, Map.of(), 0.5)).isEqualTo(RANKED);
    }

    private static Candidate candidate(int rank) {
        Fusion.Fused fused = new Fusion.Fused(new Item.Chunk(id(rank)), 1.0 / (rank + 1), Map.of(), Map.of());
        Passage passage = new Passage(id(rank), id(100), "t", "c", rank, null, "", new JsonObject(), "");
        return new Candidate(fused, passage, List.of(), new SearchAnswer.LegPlace(rank + 1, 0));
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }
}
