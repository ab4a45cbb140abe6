package dev.quarry.search;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hit that may be answered, with its text.
 *
 * @param duplicates chunks that say the same and stood further down
 * @param rerank where a reranker put it; null where it did not judge it
 */
record Candidate(Fusion.Fused fused, Passage passage, List<UUID> duplicates, SearchAnswer.@Nullable LegPlace rerank) {
    Candidate {
        duplicates = List.copyOf(duplicates);
    }

    UUID id() {
        return passage.id();
    }

    Candidate reranked(int rank, double score) {
        return new Candidate(fused, passage, duplicates, new SearchAnswer.LegPlace(rank, score));
    }
}
