package dev.quarry.document.filter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Metadata and filters on it, the same for the same seed. Values come from a small pool, so that filters meet them. */
final class RandomFilters {
    private static final String LONG = "long ".repeat(60);

    private static final List<Object> VALUES = List.of(
            "a",
            "b",
            "ab",
            "aB",
            "",
            "Ä",
            "😀",
            "\uffff",
            "true",
            "1",
            LONG,
            LONG + "a",
            LONG + "b",
            LONG.substring(0, 255),
            LONG.substring(0, 254),
            0,
            1,
            1.0,
            -1,
            2.5,
            0.1,
            9007199254740993L,
            9007199254740992L,
            new BigInteger("123456789012345678901234567890"),
            1e300,
            -1e300,
            1e-320,
            true,
            false);
    private static final List<String> KEYS = List.of("a", "b", "a.b", "n", "tags", "long-" + "k".repeat(200), "é");
    private static final List<String> NAMES = List.of(
            "metadata.a",
            "metadata.b",
            "metadata.a.b",
            "metadata.a.b.a",
            "metadata.n",
            "metadata.tags",
            "metadata.a[].b",
            "metadata.long-" + "k".repeat(200),
            "metadata.é",
            "metadata.absent");
    private static final List<String> DAYS =
            List.of("2026-01-31", "2026-02-01", "2026-02-01T00:00:00Z", "2026-02-01T13:30:00+02:00");

    private final Random random;

    RandomFilters(long seed) {
        this.random = new Random(seed);
    }

    Map<String, Object> metadata(int depth) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            metadata.put(pick(KEYS), value(depth));
        }
        return metadata;
    }

    Map<String, Object> filter(int depth) {
        Map<String, Object> filter = new LinkedHashMap<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            switch (depth == 0 ? 9 : random.nextInt(8)) {
                case 0 -> filter.put("and", filters(depth));
                case 1, 2 -> filter.put("or", filters(depth));
                case 3 -> filter.put("not", filter(depth - 1));
                default -> field(filter);
            }
        }
        return filter;
    }

    String text() {
        return pick(List.of("a", "b", "ab", "Ä", "😀", LONG + "a", LONG.substring(0, 255)));
    }

    private List<Object> filters(int depth) {
        return several(() -> filter(depth - 1));
    }

    private void field(Map<String, Object> filter) {
        switch (random.nextInt(9)) {
            case 0 -> filter.put("tags", operators(List.of("eq", "ne", "in", "nin", "contains", "exists", "prefix")));
            case 1 -> filter.put(pick(List.of("status", "language")), pick(List.of("ready", "failed")));
            case 2 -> filter.put(pick(List.of("title", "source_uri", "external_id")), textOperators());
            case 3 ->
                filter.put(
                        pick(List.of("created_at", "updated_at", "indexed_at")),
                        Map.of(pick(List.of("eq", "ne", "gt", "gte", "lt", "lte")), pick(DAYS)));
            default ->
                filter.put(
                        pick(NAMES),
                        random.nextInt(4) == 0
                                ? pick(VALUES)
                                : operators(List.of(
                                        "eq",
                                        "ne",
                                        "in",
                                        "nin",
                                        "gt",
                                        "range",
                                        "lte",
                                        "exists",
                                        "contains",
                                        "prefix")));
        }
    }

    private Map<String, Object> textOperators() {
        return switch (random.nextInt(5)) {
            case 0 -> Map.of("eq", text());
            case 1 -> Map.of("nin", several(this::text));
            case 2 -> Map.of("gte", pick(List.of("a", "b", "😀", "\uffff")), "lt", pick(List.of("ab", "Ä", "😀")));
            case 3 -> Map.of("prefix", pick(List.of("a", "long", "Ä")));
            default -> Map.of("exists", random.nextBoolean());
        };
    }

    private Map<String, Object> operators(List<String> allowed) {
        String operator = pick(allowed);
        return switch (operator) {
            case "in", "nin" -> Map.of(operator, several(() -> pick(VALUES)));
            case "exists" -> Map.of(operator, random.nextBoolean());
            case "prefix" -> Map.of(operator, pick(List.of("a", "l", "long ", "😀", "\uffff", LONG.substring(0, 255))));
            case "contains" -> Map.of(operator, random.nextBoolean() ? pick(VALUES) : several(() -> pick(VALUES)));
            case "gt", "lte" -> Map.of(operator, pick(ordered()));
            case "range" ->
                random.nextBoolean()
                        ? Map.of("gte", pick(numbers()), "lt", pick(numbers()))
                        : Map.of("gt", pick(texts()), "lte", pick(texts()));
            default -> Map.of(operator, pick(VALUES));
        };
    }

    private static List<Object> ordered() {
        List<Object> ordered = new ArrayList<>(numbers());
        ordered.addAll(texts());
        return ordered;
    }

    private static List<Object> numbers() {
        return VALUES.stream().filter(Number.class::isInstance).toList();
    }

    private static List<Object> texts() {
        return VALUES.stream()
                .filter(value -> value instanceof String text && text.length() <= 255)
                .toList();
    }

    private @org.jspecify.annotations.Nullable Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 10)) {
            case 0 -> null;
            case 6, 7 -> metadata(depth - 1);
            case 8, 9 ->
                random.nextInt(5) == 0
                        ? List.of()
                        : new ArrayList<>(IntStream.rangeClosed(0, random.nextInt(4))
                                .mapToObj(i -> value(depth - 1))
                                .toList());
            default -> pick(VALUES);
        };
    }

    private <T> List<T> several(Supplier<T> one) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> one.get())
                .toList();
    }

    private <T> T pick(List<? extends T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
