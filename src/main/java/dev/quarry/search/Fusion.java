package dev.quarry.search;

import java.util.ArrayList;
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

    /** The best {@code k} chunks, best first. */
    List<Fused> fuse(List<Leg.Answered> legs, int k) {
        Map<Item, Fused> byItem = new LinkedHashMap<>();
        double beyond = 0;
        for (Leg.Answered leg : legs) {
            double weight = weights.getOrDefault(leg.capability(), 0.0);
            double beyondLeg = weight * shareBeyond(leg);
            beyond += beyondLeg;
            int rank = 0;
            for (Capability.Hit hit : leg.hits()) {
                rank++;
                byItem.computeIfAbsent(hit.item(), Fused::new)
                        .add(leg.capability(), new Place(rank, hit.score()), weight * share(rank, hit) - beyondLeg);
            }
        }
        for (Fused fused : byItem.values()) {
            fused.score += beyond;
        }
        List<Fused> ranking = new ArrayList<>(byItem.values());
        ranking.sort(Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::item));
        return ranking.size() <= k ? ranking : List.copyOf(ranking.subList(0, k));
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

    private double share(int rank, Capability.Hit hit) {
        return switch (method) {
            case RECIPROCAL_RANK -> 1.0 / (reciprocalRankConstant + rank);
            case WEIGHTED_SUM -> hit.relevance();
        };
    }

    /** Where a leg had the chunk: its rank from 1, and its score there. */
    record Place(int rank, double score) {}

    /** An item in the making of the ranking. */
    static final class Fused {
        private final Item item;
        private final Map<String, Place> places = new LinkedHashMap<>();
        private double score;

        Fused(Item item) {
            this.item = item;
        }

        private void add(String capability, Place place, double share) {
            places.put(capability, place);
            score += share;
        }

        Item item() {
            return item;
        }

        double score() {
            return score;
        }

        Map<String, Place> places() {
            return places;
        }
    }
}
