package dev.quarry.search.sql;

import dev.quarry.failure.Failure;
import dev.quarry.search.SearchQuery;
import dev.quarry.search.lexical.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value that a query takes from the request.
 *
 * @param name as it stands in the query, without the colon
 * @param field of {@link Kind#FILTER}: the filter's field, as a request names it; empty otherwise
 */
record Parameter(Kind kind, String name, String field) {
    static final String ALLOWED = ":tenant, :tenant_id, :query, :like, :limit and :filter.KEY";

    private static final String FILTER_WORD = "filter";
    private static final String METADATA_PREFIX = "metadata.";
    /** A filter's fields that are no keys of the metadata. */
    private static final Set<String> DOCUMENT_FIELDS = Set.of("status", "language", "external_id", "title");

    /** What it stands for, and its type. */
    enum Kind {
        TENANT("text"),
        TENANT_ID("integer"),
        QUERY("text"),
        LIKE("text"),
        LIMIT("integer"),
        FILTER("text");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /**
     * What the values are taken from.
     *
     * @param tenantName empty where no parameter asks for it
     */
    record Request(SearchQuery query, int limit, String tenantName) {}

    /** The parameter of that name, if there is one. */
    static Optional<Parameter> named(String name) {
        return switch (name) {
            case "tenant" -> Optional.of(new Parameter(Kind.TENANT, name, ""));
            case "tenant_id" -> Optional.of(new Parameter(Kind.TENANT_ID, name, ""));
            case "query" -> Optional.of(new Parameter(Kind.QUERY, name, ""));
            case "like" -> Optional.of(new Parameter(Kind.LIKE, name, ""));
            case "limit" -> Optional.of(new Parameter(Kind.LIMIT, name, ""));
            default -> key(name).map(key -> new Parameter(Kind.FILTER, name, field(key)));
        };
    }

    /** @throws Failure.Invalid when the request's filter has several values where one is taken */
    @Nullable
    Object value(Request request) {
        SearchQuery query = request.query();
        return switch (kind) {
            case TENANT -> request.tenantName();
            case TENANT_ID -> query.tenant().value();
            case QUERY -> wanted(query);
            case LIKE -> "%" + wanted(query).replaceAll("[\\\\%_]", "\\\\$0") + "%";
            case LIMIT -> request.limit();
            case FILTER -> single(query.filter().texts().getOrDefault(field, List.of()));
        };
    }

    /** Phrases and exclusions mean nothing to a query of the user's own. */
    private static String wanted(SearchQuery query) {
        return QueryText.parse(query.text()).wanted();
    }

    private @Nullable String single(List<String> values) {
        if (values.size() > 1) {
            throw new Failure.Invalid(
                    "filter." + field, "has " + values.size() + " values, and the query takes one at a time");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Optional<String> key(String name) {
        boolean filter = name.startsWith(FILTER_WORD)
                && name.length() > FILTER_WORD.length() + 1
                && (name.charAt(FILTER_WORD.length()) == '.' || name.charAt(FILTER_WORD.length()) == '_');
        return filter ? Optional.of(name.substring(FILTER_WORD.length() + 1)) : Optional.empty();
    }

    private static String field(String key) {
        return DOCUMENT_FIELDS.contains(key) || key.startsWith(METADATA_PREFIX) ? key : METADATA_PREFIX + key;
    }
}
