package dev.quarry.document.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The values of a condition, and the words that stand for them in its SQL: a number and a type, never the value. */
final class Parameters {
    /** Of a lesser one the index's number is 0: near there a double has no digits left. */
    private static final BigDecimal SMALLEST = new BigDecimal("1e-300");

    private final int first;
    private final List<Object> values = new ArrayList<>();

    Parameters(int first) {
        this.first = first;
    }

    List<Object> values() {
        return List.copyOf(values);
    }

    String text(String value) {
        return next(value, "text");
    }

    String texts(Collection<?> texts) {
        return next(texts.stream().map(String.class::cast).toArray(String[]::new), "text[]");
    }

    String booleans(Collection<?> booleans) {
        return next(booleans.stream().map(Boolean.class::cast).toArray(Boolean[]::new), "boolean[]");
    }

    /** As doubles: what an index has. */
    String doubles(Collection<?> numbers) {
        return next(numbers.stream().map(number -> indexed((BigDecimal) number)).toArray(Double[]::new), "float8[]");
    }

    /** As they are. */
    String numbers(Collection<?> numbers) {
        return next(numbers.stream().map(String::valueOf).toArray(String[]::new), "text[]") + "::numeric[]";
    }

    String asDouble(BigDecimal number) {
        return next(indexed(number), "float8");
    }

    String number(BigDecimal number) {
        return next(number.toString(), "text") + "::numeric";
    }

    String moment(Object moment) {
        return next(moment, "timestamptz");
    }

    /** As {@code fact_number} in the database: greater numbers never have lesser doubles. */
    static double indexed(BigDecimal number) {
        return number.abs().compareTo(SMALLEST) < 0 ? 0 : number.doubleValue();
    }

    private String next(Object value, String type) {
        values.add(value);
        return "$" + (first + values.size() - 1) + "::" + type;
    }
}
