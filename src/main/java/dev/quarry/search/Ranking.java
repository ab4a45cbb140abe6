package dev.quarry.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the legs found, in one order.
 *
 * <p>The order does not change when the legs are asked for more, as far as each begins with what it gave before: it is made in stages, first of every leg's first hits, then
 * of twice as many, and so on, and what a stage adds comes behind what was there. So a page that needs to look deeper
 * continues the page before it.
 *
 * @param depth how many hits each leg was asked for
 */
record Ranking(List<Leg> legs, List<Fusion.Fused> order, int depth) {
    /** @param firstDepth each leg's hits in the first stage */
    static Ranking of(List<Leg> legs, Fusion fusion, int firstDepth, int depth) {
        List<Leg.Answered> answered = answered(legs);
        Map<Item, Fusion.Fused> order = new LinkedHashMap<>();
        for (int stage = Math.min(firstDepth, depth); ; stage = Math.min(2 * stage, depth)) {
            int hits = stage;
            fusion.fuse(answered.stream().map(leg -> leg.first(hits)).toList())
                    .forEach(fused -> order.putIfAbsent(fused.item(), fused));
            if (stage == depth) {
                return new Ranking(legs, List.copyOf(order.values()), depth);
            }
        }
    }

    /** Of the chunks only these; records stay. */
    Ranking withChunks(Set<UUID> chunkIds) {
        return new Ranking(
                legs,
                order.stream()
                        .filter(one -> !(one.item() instanceof Item.Chunk chunk) || chunkIds.contains(chunk.id()))
                        .toList(),
                depth);
    }

    /** Whether a leg has more than it was asked for. */
    boolean goesOn() {
        return answered(legs).stream().anyMatch(Leg.Answered::cutOff);
    }

    private static List<Leg.Answered> answered(List<Leg> legs) {
        return legs.stream()
                .filter(Leg.Answered.class::isInstance)
                .map(Leg.Answered.class::cast)
                .toList();
    }
}
