package dev.quarry.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.failure.Failure;
import dev.quarry.http.QueryParameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a search from an address: {@code GET /search?q=...}. */
final class SearchParameters {
    static final String QUERY = "q";
    static final String K = "k";
    static final String CAPABILITY = "capability";
    static final String FILTER = "filter";
    static final String CURSOR = "cursor";
    static final String FOLD = "fold";
    static final String DIVERSITY = "diversity";
    static final String RERANK = "rerank";
    static final String CONTEXT = "context";
    static final String HIGHLIGHT = "highlight";
    static final String EXPLAIN = "explain";

    private static final Set<String> ALLOWED = new TreeSet<>(
            List.of(QUERY, K, CAPABILITY, FILTER, CURSOR, FOLD, DIVERSITY, RERANK, CONTEXT, HIGHLIGHT, EXPLAIN));

    /** A field of the body that is called otherwise in an address. */
    private static final Map<String, String> CALLED_HERE = Map.of("query", QUERY, "capabilities", CAPABILITY);

    private final Map<String, List<String>> given;
    private final ObjectMapper json;

    private SearchParameters(Map<String, List<String>> given, ObjectMapper json) {
        this.given = given;
        this.json = json;
    }

    /** @throws Failure.Invalid for a parameter that is not known, or of the wrong form */
    static SearchRequest read(Map<String, List<String>> given, ObjectMapper json) {
        QueryParameters.requireKnown(given.keySet(), ALLOWED);
        SearchParameters parameters = new SearchParameters(given, json);
        return new SearchRequest(
                parameters.text(QUERY),
                parameters.wholeNumber(K),
                given.get(CAPABILITY),
                null,
                null,
                null,
                parameters.filter(),
                parameters.text(CURSOR),
                parameters.flag(FOLD),
                parameters.number(DIVERSITY),
                parameters.flag(RERANK),
                parameters.wholeNumber(CONTEXT),
                parameters.flag(HIGHLIGHT),
                parameters.flag(EXPLAIN));
    }

    /** The same failure with the fields called as they are in an address. */
    static Failure.Invalid inAnAddress(Failure.Invalid invalid) {
        return new Failure.Invalid(invalid.violations().stream()
                .map(violation -> new Failure.Violation(
                        CALLED_HERE.getOrDefault(violation.field(), violation.field()), violation.message()))
                .toList());
    }

    private @Nullable String text(String name) {
        return QueryParameters.single(given, name);
    }

    private @Nullable Integer wholeNumber(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new Failure.Invalid(name, "must be a whole number");
        }
    }

    private @Nullable Double number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new Failure.Invalid(name, "must be a number");
        }
    }

    private @Nullable Boolean flag(String name) {
        String text = text(name);
        return text == null ? null : (Boolean) QueryParameters.flag(name, text);
    }

    private @Nullable Map<String, Object> filter() {
        String text = text(FILTER);
        return text == null ? null : QueryParameters.jsonObject(FILTER, text, json);
    }
}
