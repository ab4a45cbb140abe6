package dev.quarry.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes what the service is asked and reads what it answers. */
final class Answers {
    private static final int LONGEST_QUOTE = 300;
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    /** Fields that a newer service adds are passed over. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Answers() {}

    static byte[] write(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException error) {
            throw new IllegalStateException(error);
        }
    }

    /** @param asked what was asked, for the message of a failure */
    static <T> T read(HttpResponse<byte[]> response, Class<T> type, String asked) {
        if (response.statusCode() / 100 != 2) {
            throw new ServiceFailure.Refused(
                    asked + ": the service answered " + response.statusCode() + ": " + detail(response.body()));
        }
        try {
            return JSON.readValue(response.body(), type);
        } catch (IOException error) {
            throw new ServiceFailure.Refused(
                    asked + ": the answer is not what this client understands: " + error.getMessage());
        }
    }

    /** How long a busy service asks to be left alone; a second where it does not say. */
    static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(DEFAULT_RETRY_AFTER);
    }

    /** What problem+json says in words, or the beginning of whatever else was sent. */
    private static String detail(byte[] body) {
        try {
            JsonNode problem = JSON.readTree(body);
            String detail = problem.path("detail").asText();
            if (!detail.isEmpty()) {
                return detail;
            }
        } catch (IOException notJson) {
            // Quoted below as it is.
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + " …";
    }
}
