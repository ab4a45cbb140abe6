package dev.quarry.explorer;

import dev.quarry.document.Document;
import dev.quarry.http.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which documents are listed, and in which order.
 *
 * @param strategy only documents that have a chunk which was cut by it
 * @param title only documents whose title has this text in it, in upper or lower case
 */
record DocumentListing(
        Document.@Nullable Status status,
        @Nullable String strategy,
        @Nullable String title,
        Order order,
        Page page) {
    static final String STATUS = "status";
    static final String TITLE = "title";

    private static final List<String> KNOWN = List.of(
            QueryValues.LIMIT,
            QueryValues.OFFSET,
            QueryValues.SKIP,
            QueryValues.SORT_BY,
            QueryValues.ORDER,
            QueryValues.STRATEGY,
            STATUS,
            TITLE);

    /** By what and which end first; documents that are equal in it follow their ids. */
    record Order(DocumentSort by, SortOrder direction) {}

    /** @throws dev.quarry.failure.Failure.Invalid for what is not understood */
    static DocumentListing read(Map<String, List<String>> given) {
        QueryValues values = QueryValues.of(given, KNOWN);
        DocumentSort by = values.oneOf(QueryValues.SORT_BY, DocumentSort.CREATED_AT);
        return new DocumentListing(
                values.oneOf(STATUS, Document.Status.class),
                values.text(QueryValues.STRATEGY),
                values.text(TITLE),
                new Order(by, values.oneOf(QueryValues.ORDER, by.usualDirection())),
                values.page());
    }
}
