package dev.quarry.document.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The filter language read anew from docs/filters.md, on documents as maps: what the SQL is held against. */
final class PlainFilter {
    private static final Set<String> MOMENTS = Set.of("created_at", "updated_at", "indexed_at");

    private PlainFilter() {}

    static boolean holds(Map<String, ?> filter, Map<String, ?> document) {
        return filter.entrySet().stream().allMatch(entry -> switch (entry.getKey()) {
            case "and" -> list(entry.getValue()).stream().allMatch(part -> holds(object(part), document));
            case "or" -> list(entry.getValue()).stream().anyMatch(part -> holds(object(part), document));
            case "not" -> !holds(object(entry.getValue()), document);
            default -> field(entry.getKey(), entry.getValue(), document);
        });
    }

    private static boolean field(String name, Object wanted, Map<String, ?> document) {
        Map<String, Object> operators = wanted instanceof Map<?, ?> ? object(wanted) : Map.of("eq", wanted);
        List<Object> values = values(name, document);
        List<Object> elements = name.equals("tags") ? values : values(name + "[]", document);
        boolean ranges = values.stream()
                .anyMatch(value -> operators.entrySet().stream()
                        .allMatch(operator -> !isOrder(operator.getKey()) || inOrder(operator, value)));
        return (ranges || operators.keySet().stream().noneMatch(PlainFilter::isOrder))
                && operators.entrySet().stream()
                        .filter(operator -> !isOrder(operator.getKey()))
                        .allMatch(operator -> {
                            Object asked = operator.getValue();
                            return switch (operator.getKey()) {
                                case "eq" -> any(values, asked);
                                case "ne" -> !any(values, asked);
                                case "in" -> list(asked).stream().anyMatch(one -> any(values, one));
                                case "nin" -> list(asked).stream().noneMatch(one -> any(values, one));
                                case "exists" -> values.isEmpty() != (Boolean) asked;
                                case "prefix" ->
                                    values.stream()
                                            .anyMatch(value ->
                                                    value instanceof String text && text.startsWith((String) asked));
                                case "contains" ->
                                    (asked instanceof List<?> all ? all : List.of(asked))
                                            .stream().allMatch(one -> any(elements, one));
                                default -> throw new IllegalArgumentException(operator.getKey());
                            };
                        });
    }

    private static boolean isOrder(String operator) {
        return Set.of("gt", "gte", "lt", "lte").contains(operator);
    }

    private static boolean any(List<Object> values, Object wanted) {
        return values.stream().anyMatch(value -> same(value, wanted));
    }

    private static boolean same(Object value, Object wanted) {
        if (value instanceof Instant moment) {
            String text = (String) wanted;
            return text.contains("T")
                    ? moment.equals(OffsetDateTime.parse(text).toInstant())
                    : moment.atOffset(ZoneOffset.UTC).toLocalDate().equals(LocalDate.parse(text));
        }
        if (value instanceof Number number && wanted instanceof Number other) {
            return decimal(number).compareTo(decimal(other)) == 0;
        }
        return value.equals(wanted);
    }

    private static boolean inOrder(Map.Entry<String, Object> operator, Object value) {
        Object bound = operator.getValue();
        Predicate<Integer> holds = switch (operator.getKey()) {
            case "gt" -> sign -> sign > 0;
            case "gte" -> sign -> sign >= 0;
            case "lt" -> sign -> sign < 0;
            default -> sign -> sign <= 0;
        };
        if (value instanceof Instant moment) {
            String text = (String) bound;
            return holds.test(
                    text.contains("T")
                            ? moment.compareTo(OffsetDateTime.parse(text).toInstant())
                            : moment.atOffset(ZoneOffset.UTC).toLocalDate().compareTo(LocalDate.parse(text)));
        }
        if (value instanceof Number number && bound instanceof Number other) {
            return holds.test(decimal(number).compareTo(decimal(other)));
        }
        return value instanceof String text
                && bound instanceof String other
                && holds.test(Arrays.compare(
                        text.codePoints().toArray(), other.codePoints().toArray()));
    }

    /** The values that the name leads to, however the dots in it are read; arrays and objects count as values. */
    private static List<Object> values(String name, Map<String, ?> document) {
        List<Object> values = new ArrayList<>();
        if (name.startsWith("metadata.")) {
            collect(document.get("metadata"), name.substring("metadata".length()), values);
        } else if (name.equals("tags")) {
            collect(document.get("metadata"), ".tags[]", values);
        } else if (document.get(name) != null) {
            Object value = document.get(name);
            values.add(MOMENTS.contains(name) ? ((OffsetDateTime) value).toInstant() : value);
        }
        return values;
    }

    private static void collect(@Nullable Object value, String path, List<Object> found) {
        if (value == null) {
            return;
        }
        if (path.isEmpty()) {
            found.add(value);
        }
        if (value instanceof Map<?, ?> object) {
            object.forEach((key, child) -> {
                if (path.startsWith("." + key)) {
                    collect(child, path.substring(1 + String.valueOf(key).length()), found);
                }
            });
        }
        if (value instanceof List<?> array && path.startsWith("[]")) {
            array.forEach(element -> collect(element, path.substring(2), found));
        }
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }
}
