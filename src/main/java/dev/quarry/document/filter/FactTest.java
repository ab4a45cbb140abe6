package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.Bound;
import dev.quarry.document.filter.Condition.OneOf;
import dev.quarry.document.filter.Condition.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A test of a value as a condition on {@code document_facts f}.
 *
 * <p>A number is asked for twice: as a double, by which the index is entered, and as it is. Under row-level security no index
 * of exact numbers would be used, for their comparison is not leakproof.
 */
final class FactTest {
    private FactTest() {}

    static String oneOf(OneOf oneOf, Parameters parameters) {
        List<Object> values = oneOf.values();
        return switch (values.getFirst()) {
            case String text ->
                "f.text_value = any ("
                        + parameters.texts(values.stream()
                                .map(value -> ShortText.value((String) value))
                                .toList())
                        + ")";
            case Boolean truth ->
                "f.number_value = any (%s) and f.boolean_value = any (%s)"
                        .formatted(
                                parameters.doubles(
                                        values.stream().map(FactTest::asNumber).toList()),
                                parameters.booleans(values));
            default ->
                "f.number_value = any (%s) and f.exact_number = any (%s)"
                        .formatted(parameters.doubles(values), parameters.numbers(values));
        };
    }

    static String range(Range range, Parameters parameters) {
        return bounds(range, (bound, isLower) -> bound(bound, isLower, parameters));
    }

    /**
     * Both ends, where there are two.
     *
     * @param sql given a bound, and whether it is the lower one
     */
    static String bounds(Range range, BiFunction<Bound, Boolean, String> sql) {
        List<String> ends = new ArrayList<>(2);
        if (range.lower() != null) {
            ends.add(sql.apply(range.lower(), true));
        }
        if (range.upper() != null) {
            ends.add(sql.apply(range.upper(), false));
        }
        return String.join(" and ", ends);
    }

    static String operator(Bound bound, boolean isLower) {
        return (isLower ? ">" : "<") + (bound.inclusive() ? "=" : "");
    }

    private static String bound(Bound bound, boolean isLower, Parameters parameters) {
        String operator = operator(bound, isLower);
        if (bound.value() instanceof BigDecimal number) {
            return "f.number_value %s= %s and f.exact_number %s %s"
                    .formatted(isLower ? ">" : "<", parameters.asDouble(number), operator, parameters.number(number));
        }
        return "f.text_value %s %s".formatted(operator, parameters.text((String) bound.value()));
    }

    /** The index has booleans among the numbers. */
    private static BigDecimal asNumber(Object truth) {
        return (Boolean) truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
}
