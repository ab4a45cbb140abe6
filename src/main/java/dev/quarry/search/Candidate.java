package dev.quarry.search;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hit that may be answered, with what is shown of it.
 *
 * @param duplicates chunks that say the same and stood further down
 * @param rerank where a reranker put it; null where it did not judge it
 */
record Candidate(Fusion.Fused fused, Content content, List<UUID> duplicates, SearchAnswer.@Nullable LegPlace rerank) {
    Candidate {
        duplicates = List.copyOf(duplicates);
    }

    /** Its chunk's; nothing for a record. */
    Optional<UUID> chunkId() {
        return passage().map(Passage::id);
    }

    Optional<Passage> passage() {
        return content instanceof Passage passage ? Optional.of(passage) : Optional.empty();
    }

    Candidate reranked(int rank, double score) {
        return new Candidate(fused, content, duplicates, new SearchAnswer.LegPlace(rank, score));
    }
}
