package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.search.Capability.Hit;
import dev.quarry.search.Capability.Hits;
import dev.quarry.search.lexical.QueryText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final Fusion FUSION = new Fusion(FusionMethod.WEIGHTED_SUM, 60, Map.of("vector", 0.7, "bm25", 1.0));
    private static final List<Hit> VECTOR = hits(1, 200);
    private static final List<Hit> BM25 = hits(2, 130);

    @Test
    void what_a_deeper_look_finds_comes_behind_what_was_there() {
        List<Item> shallow = order(10, 10);
        List<Item> deeper = order(10, 20);
        List<Item> deepest = order(10, 160);

        assertThat(deeper).hasSizeGreaterThan(shallow.size()).startsWith(shallow.toArray(Item[]::new));
        assertThat(deepest).startsWith(deeper.toArray(Item[]::new)).doesNotHaveDuplicates();
        assertThat(deepest).isEqualTo(order(10, 160));
    }

    @Test
    void one_stage_is_the_fusion_itself() {
        assertThat(order(100, 100))
                .isEqualTo(FUSION.fuse(List.of(leg("vector", VECTOR, 100), leg("bm25", BM25, 100))).stream()
                        .map(Fusion.Fused::item)
                        .toList());
    }

    @Test
    void it_goes_on_as_long_as_a_leg_was_cut_off() {
        assertThat(ranking(10, 150).goesOn()).isTrue();
        assertThat(ranking(10, 201).goesOn()).isFalse();
        assertThat(Ranking.of(List.of(new Leg.Late("vector", Duration.ZERO)), FUSION, 10, 10)
                        .goesOn())
                .isFalse();
    }

    @Test
    void a_phrase_whose_passages_bm25_has_all_ends_the_search_for_chunks() {
        Ranking ranking = ranking(10, 150);
        Set<UUID> some = Set.of(chunkId(BM25.getFirst()), chunkId(BM25.getLast()));

        assertThat(ranking.satisfying(QueryText.parse("\"x y\""), some).goesOn())
                .isFalse();
        assertThat(ranking.satisfying(QueryText.parse("\"x y\""), some).order()).hasSize(2);
        assertThat(ranking.satisfying(QueryText.parse("x -y"), some).goesOn()).isTrue();
    }

    /** Nor does it where bm25 itself has more, or where the phrase holds for passages that its words do not find. */
    @Test
    void a_phrase_does_not_end_it_while_more_may_satisfy_it() {
        QueryText phrase = QueryText.parse("\"x y\"");
        UUID beyondBm25 = VECTOR.stream()
                .filter(hit -> !BM25.stream().map(Hit::item).toList().contains(hit.item()))
                .map(RankingTest::chunkId)
                .findFirst()
                .orElseThrow();

        assertThat(ranking(10, 150).satisfying(phrase, Set.of(beyondBm25)).goesOn())
                .isTrue();
        assertThat(ranking(10, 130).satisfying(phrase, Set.of()).goesOn()).isTrue();
        Leg.Answered inexact = new Leg.Answered("bm25", Duration.ZERO, new Hits(BM25, false, Map.of()), false);
        assertThat(Ranking.of(List.of(leg("vector", VECTOR, 150), inexact), FUSION, 10, 150)
                        .satisfying(phrase, Set.of())
                        .goesOn())
                .isTrue();
    }

    /** Phrases are no condition of theirs. */
    @Test
    void records_go_on_whatever_the_phrase() {
        List<Hit> records = List.of(new Hit(new Item.OwnRecord("sql:parts", "1", "Part", null, Map.of()), 1, 1));
        Leg.Answered cutOff = new Leg.Answered("sql:parts", Duration.ZERO, new Hits(records, true, Map.of()), true);
        Ranking ranking = Ranking.of(List.of(leg("bm25", BM25, 150), cutOff), FUSION, 10, 150);

        assertThat(ranking.satisfying(QueryText.parse("\"x y\""), Set.of()).goesOn())
                .isTrue();
    }

    @Test
    void it_lacks_a_leg_only_where_that_answered_before() {
        Ranking both = ranking(10, 20);
        Ranking one = Ranking.of(List.of(leg("bm25", BM25, 20), new Leg.Late("vector", Duration.ZERO)), FUSION, 10, 20);

        assertThat(one.lacksALegOf(both)).isTrue();
        assertThat(both.lacksALegOf(one)).isFalse();
    }

    private static UUID chunkId(Hit hit) {
        return ((Item.Chunk) hit.item()).id();
    }

    private static List<Item> order(int firstDepth, int depth) {
        return ranking(firstDepth, depth).order().stream()
                .map(Fusion.Fused::item)
                .toList();
    }

    private static Ranking ranking(int firstDepth, int depth) {
        return Ranking.of(List.of(leg("vector", VECTOR, depth), leg("bm25", BM25, depth)), FUSION, firstDepth, depth);
    }

    private static Leg.Answered leg(String name, List<Hit> all, int depth) {
        List<Hit> best = all.subList(0, Math.min(depth, all.size()));
        return new Leg.Answered(name, Duration.ZERO, new Hits(best, true, Map.of()), best.size() >= depth);
    }

    /** Chunks in an order of their own, with falling relevance. */
    private static List<Hit> hits(int seed, int count) {
        List<Integer> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunks.add(i);
        }
        Collections.shuffle(chunks, new Random(seed));
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double relevance = 1 - (double) i / count;
            hits.add(new Hit(new Item.Chunk(new UUID(0, chunks.get(i))), relevance, relevance));
        }
        return hits;
    }
}
