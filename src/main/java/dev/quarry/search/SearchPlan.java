package dev.quarry.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A request, understood. */
sealed interface SearchPlan {
    SearchQuery query();

    /**
     * A question, put to capabilities whose hits are fused.
     *
     * @param query with the depth to begin with
     * @param weighted capabilities whose weight is the caller's
     */
    record Question(
            SearchQuery query, List<Capability> asked, Set<String> weighted, Fusion fusion, Page page, Shape shape)
            implements SearchPlan {
        Question withWeights(Map<String, Double> weights) {
            return new Question(query, asked, weighted, fusion.withWeights(weights), page, shape);
        }
    }

    /** No question: the chunks of the documents that the filter means, in their order. */
    record Listing(SearchQuery query, int k, Optional<Cursor.Listed> after, CursorCode cursors, Shape shape)
            implements SearchPlan {}

    /**
     * Which part of the ranking is answered.
     *
     * @param k hits
     * @param offset hits that were answered before
     * @param firstDepth how many hits each leg is asked for at the ranking's beginning
     * @param end where the ranking ends in any case
     */
    record Page(int k, int offset, int firstDepth, int end, CursorCode cursors) {
        /** How many candidates there must be for the page to be full. */
        int wanted() {
            return Math.min(offset + k, end);
        }

        /** The page of these, of which the first is the ranking's first. */
        List<Candidate> of(List<Candidate> candidates) {
            int from = Math.min(offset, candidates.size());
            return candidates.subList(from, Math.min(wanted(), candidates.size()));
        }
    }
}
