package dev.quarry.search;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * All settings that decide what a search finds, and in which order.
 *
 * @param capabilities those that are asked
 * @param weights the share of each of them in the fusion
 * @param reciprocalRankConstant counts where the fusion is by rank
 * @param depth hits that each capability contributes, at least
 * @param own each capability's own settings, by its name
 */
public record SearchSettings(
        List<String> capabilities,
        Map<String, Double> weights,
        FusionMethod fusion,
        int reciprocalRankConstant,
        int depth,
        SortedMap<String, Map<String, Object>> own) {
    public SearchSettings {
        capabilities = List.copyOf(capabilities);
        weights = Map.copyOf(weights);
    }
}
