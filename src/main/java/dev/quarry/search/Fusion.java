package dev.quarry.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one ranking of several. Pure: the same legs give the same ranking, ties fall to the older chunk.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/1571941.1572114">Cormack, Clarke and Büttcher, Reciprocal rank fusion
 *     (2009)</a>
 */
final class Fusion {
    private final FusionMethod method;
    private final int reciprocalRankConstant;
    private final Map<String, Double> weights;

    /** @param weights each capability's weight by its name; one without counts nothing */
    Fusion(FusionMethod method, int reciprocalRankConstant, Map<String, Double> weights) {
        this.method = method;
        this.reciprocalRankConstant = reciprocalRankConstant;
        this.weights = Map.copyOf(weights);
    }

    /** Every item that a leg has, best first. */
    List<Fused> fuse(List<Leg.Answered> legs) {
        Map<Item, Map<String, Place>> found = new LinkedHashMap<>();
        for (Leg.Answered leg : legs) {
            int rank = 0;
            for (Capability.Hit hit : leg.hits()) {
                rank++;
                found.computeIfAbsent(hit.item(), none -> new LinkedHashMap<>())
                        .put(leg.capability(), new Place(rank, hit.score(), hit.relevance()));
            }
        }
        List<Fused> ranking = new ArrayList<>(found.size());
        found.forEach((item, places) -> ranking.add(fused(item, places, legs)));
        ranking.sort(Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::item));
        return ranking;
    }

    /** The same with other weights. */
    Fusion withWeights(Map<String, Double> others) {
        return new Fusion(method, reciprocalRankConstant, others);
    }

    FusionMethod method() {
        return method;
    }

    double weight(String capability) {
        return weights.getOrDefault(capability, 0.0);
    }

    private Fused fused(Item item, Map<String, Place> places, List<Leg.Answered> legs) {
        Map<String, Double> shares = new LinkedHashMap<>();
        double score = 0;
        for (Leg.Answered leg : legs) {
            Place place = places.get(leg.capability());
            double share = weight(leg.capability())
                    * (place != null ? share(place) : couldKnow(leg, item) ? shareBeyond(leg) : 0);
            shares.put(leg.capability(), share);
            score += share;
        }
        return new Fused(item, score, Collections.unmodifiableMap(places), Collections.unmodifiableMap(shares));
    }

    /** Records are known to their own source only, and a leg that gives records knows no chunks. */
    private static boolean couldKnow(Leg.Answered leg, Item item) {
        return switch (item) {
            case Item.OwnRecord ownRecord -> ownRecord.source().equals(leg.capability());
            case Item.Chunk chunk ->
                leg.hits().isEmpty() || leg.hits().getLast().item() instanceof Item.Chunk;
        };
    }

    /**
     * What a chunk gets from a leg that does not have it. A leg that was cut off knows more chunks than it gave: such a chunk
     * counts like the leg's last one, or a hit just beyond the cut would lose to one just before it by all of the leg's
     * weight, and the ranking would depend on the depth.
     */
    private double shareBeyond(Leg.Answered leg) {
        return switch (method) {
            case RECIPROCAL_RANK -> 0;
            case WEIGHTED_SUM -> leg.relevanceBeyond();
        };
    }

    private double share(Place place) {
        return switch (method) {
            case RECIPROCAL_RANK -> 1.0 / (reciprocalRankConstant + place.rank());
            case WEIGHTED_SUM -> place.relevance();
        };
    }

    /** Where a leg had the chunk: its rank from 1, and its score and relevance there. */
    record Place(int rank, double score, double relevance) {}

    /**
     * An item in the ranking.
     *
     * @param places by capability, of those that have it
     * @param shares by capability, of all that answered: what it gave to the score, which is their sum
     */
    record Fused(Item item, double score, Map<String, Place> places, Map<String, Double> shares) {}
}
