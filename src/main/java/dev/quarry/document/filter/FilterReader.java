package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.All;
import dev.quarry.document.filter.Condition.Any;
import dev.quarry.document.filter.Condition.Comparison;
import dev.quarry.document.filter.Condition.Not;
import dev.quarry.document.filter.Condition.OneOf;
import dev.quarry.document.filter.Condition.Present;
import dev.quarry.failure.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a filter from JSON, once. Notes what is wrong at its place and reads on. */
final class FilterReader {
    static final int DEEPEST = 8;
    static final int MOST_COMPARISONS = 100;
    static final int MOST_VALUES = 1000;

    private static final Set<String> CONNECTIVES = Set.of("and", "or", "not");

    private final Violations violations = new Violations();
    private final ValueReader values = new ValueReader(violations);
    private int comparisons;

    /** @throws dev.quarry.failure.Failure.Invalid names every place that is wrong and what is allowed there */
    Condition read(Map<?, ?> filter, String place) {
        Condition condition = filter.isEmpty() ? Condition.ALWAYS : conditions(filter, place, 1);
        violations.require(
                comparisons <= MOST_COMPARISONS,
                place,
                "has " + comparisons + " conditions; at most " + MOST_COMPARISONS + " are taken");
        violations.throwIfAny();
        return condition;
    }

    /** An object, whose entries must all hold. */
    private Condition conditions(@Nullable Object filter, String at, int depth) {
        if (!(filter instanceof Map<?, ?> entries) || entries.isEmpty()) {
            return refused(at, "must be an object with one condition at least");
        }
        if (depth > DEEPEST) {
            return refused(at, "is nested more than " + DEEPEST + " deep; flatten it");
        }
        List<Condition> parts = new ArrayList<>(entries.size());
        entries.forEach((name, value) -> parts.add(entry(String.valueOf(name), value, at, depth)));
        return all(parts);
    }

    private Condition entry(String name, @Nullable Object value, String at, int depth) {
        String place = at + "." + name;
        if (CONNECTIVES.contains(name)) {
            return switch (name) {
                case "and" -> all(list(value, place, depth));
                case "or" -> any(list(value, place, depth));
                default -> new Not(conditions(value, place, depth + 1));
            };
        }
        return Field.named(name)
                .map(field -> field(field, value, place))
                .orElseGet(() ->
                        refused(place, "is no field to filter by; allowed are " + Field.ALLOWED + ", and, or, not"));
    }

    private List<Condition> list(@Nullable Object value, String at, int depth) {
        if (!(value instanceof List<?> filters) || filters.isEmpty() || filters.size() > MOST_COMPARISONS) {
            return List.of(refused(at, "must be an array of 1 to " + MOST_COMPARISONS + " conditions"));
        }
        List<Condition> parts = new ArrayList<>(filters.size());
        for (Object filter : filters) {
            parts.add(conditions(filter, at + "[" + parts.size() + "]", depth + 1));
        }
        return parts;
    }

    private Condition field(Field field, @Nullable Object wanted, String at) {
        violations.requireStorable(field.key(), at);
        if (!(wanted instanceof Map<?, ?> operators)) {
            return oneOf(field, values.equal(field, wanted, at).stream().toList());
        }
        if (operators.isEmpty()) {
            return refused(at, "names no operator; allowed are " + Operator.labels(Operator.of(field.kind())));
        }
        List<Condition> parts = new ArrayList<>(operators.size());
        RangeReader range = new RangeReader(field, values, violations, at);
        operators.forEach((name, value) -> {
            String place = at + "." + name;
            Optional<Operator> operator =
                    Operator.named(String.valueOf(name)).filter(Operator.of(field.kind())::contains);
            if (operator.isEmpty()) {
                parts.add(refused(
                        place, "is no operator here; allowed are " + Operator.labels(Operator.of(field.kind()))));
            } else if (operator.get().isOrder()) {
                range.bound(operator.get(), value, place);
            } else {
                parts.add(operation(field, operator.get(), value, place));
            }
        });
        range.range().ifPresent(test -> parts.add(comparison(field, test)));
        return all(parts);
    }

    private Condition operation(Field field, Operator operator, @Nullable Object value, String at) {
        return switch (operator) {
            case EQ -> oneOf(field, values.equal(field, value, at).stream().toList());
            case NE ->
                new Not(oneOf(field, values.equal(field, value, at).stream().toList()));
            case IN -> oneOf(field, several(field, value, at));
            case NIN -> new Not(oneOf(field, several(field, value, at)));
            case CONTAINS -> contains(field.elements(), value, at);
            case PREFIX ->
                values.prefix(value, at)
                        .map(prefix -> comparison(field, Prefix.of(prefix)))
                        .orElse(Condition.ALWAYS);
            case EXISTS ->
                values.truth(value, at)
                        .map(there ->
                                there ? comparison(field, new Present()) : new Not(comparison(field, new Present())))
                        .orElse(Condition.ALWAYS);
            case GT, GTE, LT, LTE -> throw new IllegalArgumentException("a bound is part of a range");
        };
    }

    /** The array holds the value, or each of several. */
    private Condition contains(Field elements, @Nullable Object value, String at) {
        List<Object> wanted = value instanceof List<?>
                ? several(elements, value, at)
                : values.equal(elements, value, at).stream().toList();
        return all(wanted.stream().map(one -> oneOf(elements, List.of(one))).toList());
    }

    private List<Object> several(Field field, @Nullable Object value, String at) {
        if (!(value instanceof List<?> listed)) {
            violations.require(false, at, "must be an array of values");
            return List.of();
        }
        violations.require(
                !listed.isEmpty() && listed.size() <= MOST_VALUES,
                at,
                "has " + listed.size() + " values; from 1 to " + MOST_VALUES + " are taken");
        List<Object> typed = new ArrayList<>(listed.size());
        for (Object one : listed) {
            values.equal(field, one, at).ifPresent(typed::add);
        }
        return typed;
    }

    /** Values of one type are one comparison; each moment is a comparison of its own. */
    private Condition oneOf(Field field, List<Object> wanted) {
        if (wanted.isEmpty()) {
            return Condition.ALWAYS;
        }
        List<Condition> parts = new ArrayList<>();
        wanted.stream()
                .filter(value -> !(value instanceof Moments))
                .collect(Collectors.groupingBy(Object::getClass))
                .values()
                .forEach(alike -> parts.add(comparison(field, new OneOf(alike))));
        for (Object value : wanted) {
            if (value instanceof Moments moments) {
                parts.add(comparison(field, moments.equal()));
            }
        }
        return any(parts);
    }

    private Condition comparison(Field field, Condition.Test test) {
        comparisons++;
        return new Comparison(field, test);
    }

    private Condition refused(String at, String message) {
        violations.require(false, at, message);
        return Condition.ALWAYS;
    }

    private static Condition all(List<Condition> parts) {
        return parts.size() == 1 ? parts.getFirst() : new All(parts);
    }

    private static Condition any(List<Condition> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Any(parts);
    }
}
