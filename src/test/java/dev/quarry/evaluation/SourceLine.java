package dev.quarry.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quarry.command.WrongUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A line of a collection's file that is not blank, and where it stands, so that a mistake in it can be found. */
record SourceLine(Path file, int number, String text) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static List<SourceLine> read(Path file) {
        List<String> texts;
        try {
            texts = Files.readAllLines(file);
        } catch (IOException error) {
            throw new WrongUsage(file + " cannot be read as UTF-8 text: " + error);
        }
        List<SourceLine> lines = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isBlank()) {
                lines.add(new SourceLine(file, i + 1, texts.get(i)));
            }
        }
        return lines;
    }

    JsonNode object() {
        try {
            JsonNode object = JSON.readTree(text);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException error) {
            throw malformed("is not JSON: " + error.getOriginalMessage());
        }
        throw malformed("is not a JSON object");
    }

    /** A field that must be there: a text, or a number where ids are numbers. */
    String required(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw malformed("has no text " + field);
        }
        return value.asText();
    }

    WrongUsage malformed(String message) {
        return new WrongUsage(file + " line " + number + " " + message);
    }
}
