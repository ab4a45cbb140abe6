package dev.quarry.document.filter;

import dev.quarry.document.filter.DocumentFilter.Condition;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A filter as a condition on {@code documents d}. */
public final class FilterSql {
    private FilterSql() {}

    /**
     * A condition and the values of its parameters.
     *
     * @param text made of constants and parameters' numbers only
     */
    public record Where(String text, List<Object> parameters) {}

    /** @param first the number of the first parameter that is free */
    public static Where where(DocumentFilter filter, int first) {
        List<Object> parameters = new ArrayList<>();
        String text = filter.conditions().stream()
                .map(condition -> condition(condition, first, parameters))
                .collect(Collectors.joining(" and "));
        return new Where(text.isEmpty() ? "true" : text, List.copyOf(parameters));
    }

    private static String condition(Condition condition, int first, List<Object> parameters) {
        int next = first + parameters.size();
        return switch (condition.field()) {
            case STATUS -> text("d.status", condition, next, parameters);
            case LANGUAGE -> text("d.language", condition, next, parameters);
            case EXTERNAL_ID -> text("d.external_id", condition, next, parameters);
            case TITLE -> text("d.title", condition, next, parameters);
            case METADATA -> {
                parameters.add(condition.key());
                // Compared as JSON, where 3 is 3.0 and not "3".
                parameters.add(condition.values().stream().map(Json::encode).toArray(String[]::new));
                yield "d.metadata -> $%d::text = any ($%d::text[]::jsonb[])".formatted(next, next + 1);
            }
        };
    }

    private static String text(String column, Condition condition, int next, List<Object> parameters) {
        parameters.add(condition.values().stream().map(String.class::cast).toArray(String[]::new));
        return "%s = any ($%d::text[])".formatted(column, next);
    }
}
