package dev.quarry.search;

import java.util.List;

/** A request, understood. */
sealed interface SearchPlan {
    SearchQuery query();

    /** A question, put to capabilities whose hits are fused. */
    record Question(SearchQuery query, List<Capability> asked, Fusion fusion, int k) implements SearchPlan {}

    /** No question: the chunks of the documents that the filter means, in their order. */
    record Listing(SearchQuery query, int k) implements SearchPlan {}
}
