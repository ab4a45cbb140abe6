package dev.quarry.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON by Jackson's streaming parser, one value or several. Each value is a line {@code path > to > it: value}; records of an
 * array are parted by blank lines.
 */
final class JsonLines {
    private static final int LONGEST_TITLE = 300;

    private final Budget budget;
    private final StringBuilder text = new StringBuilder();
    /** Names of the objects' fields above, innermost first; empty for what stands in an array. */
    private final Deque<String> path = new ArrayDeque<>();

    private @Nullable String title;

    private JsonLines(Budget budget) {
        this.budget = budget;
    }

    static Extraction extract(SourceFile file, Budget budget) throws IOException {
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(budget.maxDepth())
                        .maxStringLength(budget.maxCharacters())
                        .build())
                .build();
        try (Reader reader = Encoding.open(file.path(), null, budget);
                JsonParser parser = json.createParser(reader)) {
            JsonLines lines = new JsonLines(budget);
            lines.read(parser);
            return new Extraction(
                    Characters.storable(lines.text.toString().strip()),
                    lines.title,
                    null,
                    new Extraction.Facts().known());
        } catch (JsonProcessingException error) {
            var at = error.getLocation();
            throw new IOException(
                    "it is not well-formed JSON, or nested too deep, near line " + at.getLineNr() + ", column "
                            + at.getColumnNr(),
                    error);
        }
    }

    private void read(JsonParser parser) throws IOException {
        String name = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            budget.takeElement();
            switch (token) {
                case FIELD_NAME -> name = Characters.oneLine(parser.currentName());
                case START_OBJECT, START_ARRAY -> {
                    part();
                    path.push(name);
                    name = "";
                }
                case END_OBJECT, END_ARRAY -> {
                    name = "";
                    path.pop();
                    part();
                }
                case VALUE_NULL, NOT_AVAILABLE -> name = "";
                case VALUE_STRING,
                        VALUE_NUMBER_INT,
                        VALUE_NUMBER_FLOAT,
                        VALUE_TRUE,
                        VALUE_FALSE,
                        VALUE_EMBEDDED_OBJECT -> {
                    value(name, parser.getText());
                    name = "";
                }
            }
        }
    }

    private void value(String name, String value) {
        if (value.isBlank()) {
            return;
        }
        if (title == null && path.size() == 1 && isTitle(name) && value.length() <= LONGEST_TITLE) {
            title = Characters.oneLine(value);
        }
        String at = at(name);
        budget.checkCharacters(text.length() + at.length() + value.length());
        text.append(at).append(at.isEmpty() ? "" : ": ").append(value.strip()).append('\n');
    }

    /** Parted as heading paths are, for PostgreSQL takes names with dots for hosts. An array's values are called as it is. */
    private String at(String name) {
        List<String> names = new ArrayList<>(path.reversed());
        names.add(name);
        names.removeIf(String::isEmpty);
        return String.join(" > ", names);
    }

    private void part() {
        int length = text.length();
        if (length > 1 && text.charAt(length - 2) != '\n') {
            text.append('\n');
        }
    }

    private static boolean isTitle(String name) {
        return name.equalsIgnoreCase("title") || name.equalsIgnoreCase("name");
    }
}
