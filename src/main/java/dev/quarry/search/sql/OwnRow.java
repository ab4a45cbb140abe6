package dev.quarry.search.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quarry.failure.Failure;
import dev.quarry.search.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a query of the settings.
 *
 * @param item what it stands for: the chunk that it names, or itself
 * @param score what the query says, or null where it has no such column; 0 for null and for what is no number
 */
record OwnRow(Item item, @Nullable Double score) {
    private static final JsonMapper JSON = JsonMapper.builder()
            // A price is not to change on its way.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> COLUMNS = new TypeReference<>() {};

    /**
     * Reads a row.
     *
     * @param number its place in the query's order, from 1, for messages
     * @throws Failure.Upstream for a row that cannot be shown; what it holds is not quoted
     */
    static OwnRow of(String capability, int number, OwnRowsSql.RawRow raw) {
        if (raw.json() == null) {
            throw new Failure.Upstream(
                    "row %d of %s has %d bytes as JSON; at most %d are taken: select fewer columns, or left(column, n)"
                            .formatted(number, capability, raw.bytes(), OwnRowsSql.LARGEST_ROW),
                    null);
        }
        Map<String, @Nullable Object> columns = columns(capability, number, raw.json());
        String id = needed(capability, number, Column.ID, columns);
        String title = needed(capability, number, Column.TITLE, columns);
        Double score = columns.containsKey(Column.SCORE) ? finite(columns.get(Column.SCORE)) : null;
        Object chunk = columns.get(Column.CHUNK_ID);
        if (chunk != null) {
            return new OwnRow(new Item.Chunk(UUID.fromString(chunk.toString())), score);
        }
        String content = text(columns.get(Column.CONTENT));
        columns.keySet().removeAll(Column.MEANT);
        return new OwnRow(new Item.OwnRecord(capability, id, title, content, columns), score);
    }

    private static Map<String, @Nullable Object> columns(String capability, int number, String json) {
        try {
            return JSON.readValue(json, COLUMNS);
        } catch (JsonProcessingException unreadable) {
            throw new Failure.Upstream(
                    "row %d of %s is deeper nested, or has longer numbers, than can be read"
                            .formatted(number, capability),
                    unreadable);
        }
    }

    private static String needed(String capability, int number, String column, Map<String, @Nullable Object> columns) {
        String value = text(columns.get(column));
        if (value == null) {
            throw new Failure.Upstream(
                    "row %d of %s has null as its %s; leave such rows out, or coalesce(…)"
                            .formatted(number, capability, column),
                    null);
        }
        return value;
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", cannotBe);
        }
    }

    /** JSON has no NaN and no infinity: PostgreSQL writes them as texts. */
    private static double finite(@Nullable Object value) {
        double score = value instanceof Number number ? number.doubleValue() : 0;
        return Double.isFinite(score) ? score : 0;
    }
}
