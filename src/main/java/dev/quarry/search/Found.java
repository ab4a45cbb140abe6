package dev.quarry.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question came to.
 *
 * @param candidates from the best on, as many as are needed and perhaps more
 * @param folded hits that went into a candidate that says the same
 * @param rerank null where no reranker was asked
 * @param lacksDiversity whether diversity was wanted and could not be had
 * @param outdated whether a chunk was deleted between being found and being read: what took its place was not asked
 */
record Found(
        Ranking ranking,
        List<Candidate> candidates,
        int folded,
        @Nullable RerankReport rerank,
        boolean lacksDiversity,
        boolean outdated) {
    Found withCandidates(List<Candidate> reordered) {
        return new Found(ranking, reordered, folded, rerank, lacksDiversity, outdated);
    }

    Found withoutDiversity() {
        return new Found(ranking, candidates, folded, rerank, true, outdated);
    }

    Found reranked(List<Candidate> reordered, RerankReport report) {
        return new Found(ranking, reordered, folded, report, lacksDiversity, outdated);
    }

    /** What is here is right, but more may exist, or in a better order. */
    boolean isDegraded() {
        return ranking.legs().stream().anyMatch(leg -> !(leg instanceof Leg.Answered))
                || (rerank != null && !rerank.isOk())
                || lacksDiversity;
    }
}
