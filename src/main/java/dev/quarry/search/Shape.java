package dev.quarry.search;

import org.jspecify.annotations.Nullable;

/**
 * What is made of the hits, and what is shown of them.
 *
 * @param fold whether hits that say the same become one
 * @param rerank whether the reranker puts the best in order
 * @param diversity how much a hit unlike those before it is preferred, from 0 to 1
 * @param details what is shown of the hits that are answered
 */
record Shape(boolean fold, boolean rerank, double diversity, Details details) {
    /**
     * What is shown beside the hits themselves.
     *
     * @param context how many chunks before and behind a hit
     * @param highlight whether the question's words are marked
     * @param explain whether the answer says how it came about
     */
    record Details(int context, boolean highlight, boolean explain) {
        /** Whether the database must be asked once more. */
        boolean areFetched() {
            return context > 0 || highlight;
        }
    }

    /** @param hasReranker whether there is one; it is used unless the caller does not want it */
    static Shape of(SearchRequest request, boolean hasReranker) {
        return new Shape(
                isOn(request.fold(), true),
                hasReranker && isOn(request.rerank(), true),
                request.diversity() == null ? 0 : request.diversity(),
                new Details(
                        request.context() == null ? 0 : request.context(),
                        isOn(request.highlight(), false),
                        isOn(request.explain(), false)));
    }

    private static boolean isOn(@Nullable Boolean wanted, boolean otherwise) {
        return wanted == null ? otherwise : wanted;
    }
}
