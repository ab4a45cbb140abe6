package dev.quarry.explorer;

import dev.quarry.http.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which chunks of a document are listed, and in which order.
 *
 * @param minSize only chunks of at least so many characters
 */
record ChunkListing(@Nullable String strategy, int minSize, ChunkSort sort, SortOrder order, Page page) {
    static final String MIN_SIZE = "min_size";

    private static final int LARGEST = 999_999_999;

    private static final List<String> KNOWN = List.of(
            QueryValues.LIMIT,
            QueryValues.OFFSET,
            QueryValues.SKIP,
            QueryValues.SORT_BY,
            QueryValues.ORDER,
            QueryValues.STRATEGY,
            MIN_SIZE);

    /** @throws dev.quarry.failure.Failure.Invalid for what is not understood */
    static ChunkListing read(Map<String, List<String>> given) {
        QueryValues values = QueryValues.of(given, KNOWN);
        return new ChunkListing(
                values.text(QueryValues.STRATEGY),
                values.wholeNumber(MIN_SIZE, 0, LARGEST),
                values.oneOf(QueryValues.SORT_BY, ChunkSort.POSITION),
                values.oneOf(QueryValues.ORDER, SortOrder.ASC),
                values.page());
    }
}
