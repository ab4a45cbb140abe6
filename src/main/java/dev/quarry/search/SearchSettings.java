package dev.quarry.search;

import java.util.List;
import java.util.Map;

/**
 * All settings that decide what a search finds, and in which order.
 *
 * @param capabilities those that are asked
 * @param weights the share of each of them in the fusion
 * @param reciprocalRankConstant counts where the fusion is by rank
 * @param k1 of BM25: how soon further occurrences of a word stop counting
 * @param b of BM25: how much a chunk's length counts
 */
public record SearchSettings(
        List<String> capabilities,
        Map<String, Double> weights,
        FusionMethod fusion,
        int reciprocalRankConstant,
        double k1,
        double b) {
    public SearchSettings {
        capabilities = List.copyOf(capabilities);
        weights = Map.copyOf(weights);
    }
}
