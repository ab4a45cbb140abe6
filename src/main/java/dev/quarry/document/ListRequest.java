package dev.quarry.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.Page;
import dev.quarry.http.QueryParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a list shows, in which order, and from where on.
 *
 * @param cursor where the page begins; null for the first
 * @param withTotal whether all that the filter means are counted
 */
public record ListRequest(
        DocumentFilter filter,
        Sort sort,
        boolean descending,
        int limit,
        @Nullable ListCursor cursor,
        boolean withTotal) {
    /** What documents are ordered by; then by their ids. */
    public enum Sort {
        CREATED_AT,
        UPDATED_AT,
        TITLE
    }

    private enum Order {
        ASC,
        DESC
    }

    static final String FILTER = "filter";

    /** Parameters that are short for a condition on the field of that name. */
    private static final Set<String> FIELDS = Set.of("title", "language", "external_id");

    private static final Set<String> ALLOWED = new TreeSet<>(
            Set.of("status", "title", "language", "external_id", FILTER, "sort", "order", "limit", "cursor", "total"));

    /** @throws Failure.Invalid for a parameter that is not known, or of the wrong form */
    public static ListRequest read(Map<String, List<String>> given, ObjectMapper json) {
        QueryParameters.requireKnown(given.keySet(), ALLOWED);
        DocumentFilter filter = filter(given, json);
        Sort sort = orElse(QueryParameters.oneOf("sort", text(given, "sort"), Sort.class), Sort.CREATED_AT);
        Order order = orElse(QueryParameters.oneOf("order", text(given, "order"), Order.class), first(sort));
        String cursor = text(given, "cursor");
        return new ListRequest(
                filter,
                sort,
                order == Order.DESC,
                Page.of(text(given, "limit"), null, null).limit(),
                cursor == null ? null : ListCursor.read(cursor, sort, order == Order.DESC),
                QueryParameters.flag("total", text(given, "total")));
    }

    private static DocumentFilter filter(Map<String, List<String>> given, ObjectMapper json) {
        Violations violations = new Violations();
        Map<String, Object> conditions = new LinkedHashMap<>();
        Document.Status status = QueryParameters.oneOf("status", text(given, "status"), Document.Status.class);
        if (status != null) {
            conditions.put("status", status.name().toLowerCase(java.util.Locale.ROOT));
        }
        for (String field : FIELDS) {
            String value = text(given, field);
            if (value != null) {
                violations.requireStorable(value, field);
                conditions.put(field, value);
            }
        }
        violations.throwIfAny();
        DocumentFilter fields = DocumentFilter.parse(conditions, FILTER);
        String filter = text(given, FILTER);
        return filter == null
                ? fields
                : fields.and(DocumentFilter.parse(QueryParameters.jsonObject(FILTER, filter, json), FILTER));
    }

    /** The newest document first, the first title first. */
    private static Order first(Sort sort) {
        return sort == Sort.TITLE ? Order.ASC : Order.DESC;
    }

    private static @Nullable String text(Map<String, List<String>> given, String name) {
        return QueryParameters.single(given, name);
    }

    private static <T> T orElse(@Nullable T given, T absent) {
        return given == null ? absent : given;
    }
}
