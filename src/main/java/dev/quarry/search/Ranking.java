package dev.quarry.search;

import dev.quarry.search.lexical.QueryText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the legs found, in one order.
 *
 * <p>The order does not change when the legs are asked for more, as far as each begins with what it gave before: it is made in stages, first of every leg's first hits, then
 * of twice as many, and so on, and what a stage adds comes behind what was there. So a page that needs to look deeper
 * continues the page before it.
 *
 * @param depth how many hits each leg was asked for
 * @param everyChunk whether no chunk can be found beside those that are here
 */
record Ranking(List<Leg> legs, List<Fusion.Fused> order, int depth, boolean everyChunk) {
    /** @param firstDepth each leg's hits in the first stage */
    static Ranking of(List<Leg> legs, Fusion fusion, int firstDepth, int depth) {
        List<Leg.Answered> answered = answered(legs);
        Map<Item, Fusion.Fused> order = new LinkedHashMap<>();
        for (int stage = Math.min(firstDepth, depth); ; stage = Math.min(2 * stage, depth)) {
            int hits = stage;
            fusion.fuse(answered.stream().map(leg -> leg.first(hits)).toList())
                    .forEach(fused -> order.putIfAbsent(fused.item(), fused));
            if (stage == depth) {
                return new Ranking(legs, List.copyOf(order.values()), depth, false);
            }
        }
    }

    /**
     * Of the chunks only these; records stay.
     *
     * @param words the query's
     * @param chunkIds those that satisfy its phrases and exclusions
     */
    Ranking satisfying(QueryText words, Set<UUID> chunkIds) {
        return new Ranking(
                legs,
                order.stream()
                        .filter(one -> !(one.item() instanceof Item.Chunk chunk) || chunkIds.contains(chunk.id()))
                        .toList(),
                depth,
                !words.phrases().isEmpty() && hasEveryMatch(chunkIds));
    }

    /**
     * Whether bm25 found all that its words can find, these among them. A phrase of nothing but words that a language passes
     * over is no condition in it: then the others find chunks that bm25 does not have, and may find more.
     */
    private boolean hasEveryMatch(Set<UUID> satisfying) {
        return answered(legs).stream()
                .filter(leg -> leg.capability().equals(Bm25Capability.NAME))
                .anyMatch(bm25 ->
                        bm25.found().exact() && !bm25.cutOff() && chunkIds(bm25).containsAll(satisfying));
    }

    /** Whether a leg may have more than it was asked for. */
    boolean goesOn() {
        return answered(legs).stream().anyMatch(leg -> leg.cutOff() && (!everyChunk || hasRecords(leg)));
    }

    /** Whether a leg did not answer that had answered before. */
    boolean lacksALegOf(Ranking before) {
        return !answeredNames().containsAll(before.answeredNames());
    }

    private Set<String> answeredNames() {
        return answered(legs).stream().map(Leg.Answered::capability).collect(Collectors.toSet());
    }

    private static Set<UUID> chunkIds(Leg.Answered leg) {
        return leg.hits().stream()
                .map(Capability.Hit::item)
                .filter(Item.Chunk.class::isInstance)
                .map(item -> ((Item.Chunk) item).id())
                .collect(Collectors.toSet());
    }

    private static boolean hasRecords(Leg.Answered leg) {
        return leg.hits().stream().anyMatch(hit -> hit.item() instanceof Item.OwnRecord);
    }

    private static List<Leg.Answered> answered(List<Leg> legs) {
        return legs.stream()
                .filter(Leg.Answered.class::isInstance)
                .map(Leg.Answered.class::cast)
                .toList();
    }
}
