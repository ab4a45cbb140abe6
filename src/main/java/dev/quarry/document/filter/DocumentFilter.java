package dev.quarry.document.filter;

import dev.quarry.document.Document;
import dev.quarry.failure.Violations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions on a document, all of which must hold; without any, every document is meant. */
public record DocumentFilter(List<Condition> conditions) {
    private static final int MOST_VALUES = 1000;
    private static final int MOST_FIELDS = 50;

    /** The one operator there is besides a plain value. */
    private static final String IN = "in";

    private static final String STATUSES = Arrays.stream(Document.Status.values())
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    /** Every document is meant. */
    public static final DocumentFilter EVERYTHING = new DocumentFilter(List.of());

    public DocumentFilter {
        conditions = List.copyOf(conditions);
    }

    /**
     * The field has one of the values.
     *
     * @param key the metadata's key; empty for another field
     * @param values texts, and for metadata numbers and booleans too
     */
    record Condition(Field field, String key, List<Object> values) {
        Condition {
            values = List.copyOf(values);
        }

        private String name() {
            return field == Field.METADATA ? Field.METADATA_PREFIX + key : field.label();
        }
    }

    /** The values of each field as texts, by the field's name in a request: for those who filter something else by it. */
    public Map<String, List<String>> texts() {
        return conditions.stream()
                .collect(Collectors.toMap(
                        Condition::name,
                        condition ->
                                condition.values().stream().map(String::valueOf).toList(),
                        (first, second) -> first));
    }

    /**
     * Reads a filter from JSON: {@code {"FIELD": value}} or {@code {"FIELD": {"in": [value, …]}}}.
     *
     * @param place where the filter stands in the request, for messages
     * @throws dev.quarry.failure.Failure.Invalid names every place that is wrong and what is allowed there
     */
    public static DocumentFilter parse(Map<String, ? extends @Nullable Object> filter, String place) {
        Violations violations = new Violations();
        violations.require(
                filter.size() <= MOST_FIELDS,
                place,
                "has " + filter.size() + " fields; at most " + MOST_FIELDS + " are taken");
        violations.throwIfAny();
        List<Condition> conditions = new ArrayList<>(filter.size());
        filter.forEach((name, wanted) -> {
            String at = place + "." + name;
            Optional<Field> field = Field.named(name);
            violations.require(field.isPresent(), at, "is no field to filter by; allowed are " + Field.allowed());
            field.ifPresent(known -> {
                List<Object> values = values(known, wanted, at, violations);
                String key = known == Field.METADATA ? name.substring(Field.METADATA_PREFIX.length()) : "";
                violations.requireStorable(key, at);
                conditions.add(new Condition(known, key, values));
            });
        });
        violations.throwIfAny();
        return new DocumentFilter(conditions);
    }

    private static List<Object> values(Field field, @Nullable Object wanted, String at, Violations violations) {
        if (!(wanted instanceof Map<?, ?> operator)) {
            return list(field, List.of(Optional.ofNullable(wanted)), at, violations);
        }
        if (operator.size() != 1 || !(operator.get(IN) instanceof List<?> listed)) {
            violations.require(false, at, "must be a value or {\"in\": [value, ...]}");
            return List.of();
        }
        violations.require(
                !listed.isEmpty() && listed.size() <= MOST_VALUES,
                at + "." + IN,
                "has " + listed.size() + " values; from 1 to " + MOST_VALUES + " are taken");
        return list(field, listed.stream().map(Optional::ofNullable).toList(), at + "." + IN, violations);
    }

    private static List<Object> list(
            Field field, List<? extends Optional<?>> wanted, String at, Violations violations) {
        List<Object> values = new ArrayList<>(wanted.size());
        for (Optional<?> value : wanted) {
            if (value.isPresent() && isTaken(field, value.get(), at, violations)) {
                values.add(value.get());
            } else {
                violations.require(value.isPresent(), at, "must not be null");
            }
        }
        return values;
    }

    private static boolean isTaken(Field field, Object value, String at, Violations violations) {
        if (value instanceof String text) {
            violations.requireStorable(text, at);
            boolean known =
                    field != Field.STATUS || List.of(STATUSES.split(", ", -1)).contains(text);
            violations.require(known, at, "must be one of " + STATUSES);
            return known;
        }
        boolean taken = field == Field.METADATA && (value instanceof Number || value instanceof Boolean);
        violations.require(
                taken, at, field == Field.METADATA ? "must be a string, a number, true or false" : "must be a string");
        return taken;
    }
}
