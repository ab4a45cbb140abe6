package dev.quarry.explorer;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.Page;
import dev.quarry.http.QueryParameters;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of an address, each given once. */
final class QueryValues {
    static final String LIMIT = "limit";
    static final String OFFSET = "offset";
    static final String SKIP = "skip";
    static final String SORT_BY = "sort_by";
    static final String ORDER = "order";
    static final String STRATEGY = "strategy";

    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_NUMBER = 9;

    private final Map<String, List<String>> given;

    private QueryValues(Map<String, List<String>> given) {
        this.given = given;
    }

    /** @throws Failure.Invalid for each parameter that is not known here, or given more than once */
    static QueryValues of(Map<String, List<String>> given, List<String> known) {
        Violations violations = new Violations();
        given.forEach((name, values) -> violations
                .require(
                        known.contains(name),
                        name,
                        "is not known here; known are " + String.join(", ", new TreeSet<>(known)))
                .require(values.size() == 1, name, "is given " + values.size() + " times; it is taken once"));
        violations.throwIfAny();
        return new QueryValues(given);
    }

    /** @throws Failure.Invalid for each parameter: none is known here */
    static void requireNone(Map<String, List<String>> given) {
        Violations violations = new Violations();
        given.keySet().forEach(name -> violations.require(false, name, "is not known here; no parameter is"));
        violations.throwIfAny();
    }

    /** @return null when it is absent */
    @Nullable
    String text(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return null;
        }
        Violations violations = new Violations();
        violations.requireText(values.getFirst(), name, LONGEST_TEXT);
        violations.throwIfAny();
        return values.getFirst();
    }

    /** @throws Failure.Invalid when it is no whole number from 0 to {@code most} */
    int wholeNumber(String name, int absent, int most) {
        String text = text(name);
        if (text == null) {
            return absent;
        }
        boolean number = text.length() <= LONGEST_NUMBER && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(text) > most) {
            throw new Failure.Invalid(name, "must be a whole number from 0 to " + most);
        }
        return Integer.parseInt(text);
    }

    <E extends Enum<E>> E oneOf(String name, E absent) {
        E value = QueryParameters.oneOf(name, text(name), absent.getDeclaringClass());
        return value == null ? absent : value;
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        return QueryParameters.oneOf(name, text(name), type);
    }

    Page page() {
        return Page.of(text(LIMIT), text(OFFSET), text(SKIP));
    }
}
