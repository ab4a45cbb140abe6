package dev.quarry.search.lexical;

import java.util.List;
import java.util.Map;

/**
 * The best chunks, best first.
 *
 * @param exact whether it is proven that no better chunk is missing
 * @param plan how they were found, fit for JSON
 */
public record RankedChunks(List<ScoredChunk> best, boolean exact, Map<String, Object> plan) {
    public RankedChunks {
        best = List.copyOf(best);
        plan = Map.copyOf(plan);
    }
}
