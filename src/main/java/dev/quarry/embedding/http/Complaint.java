package dev.quarry.embedding.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a provider says of an error, in a form that may be shown: short, without the key, without any of the texts. */
public final class Complaint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 200;

    /** This many letters in common with a text are no accident. */
    private static final int REPEATED = 16;

    private Complaint() {}

    /** OpenAI and vLLM write {@code {"error": {"message"}}}, TEI and Ollama {@code {"error"}}, others {@code {"message"}}. */
    public static Optional<String> in(byte[] body, @Nullable ApiKey key, List<String> texts) {
        return message(body)
                .map(text -> text.replaceAll("\\p{Cntrl}+", " ").strip())
                .map(text -> key == null ? text : key.hideIn(text))
                .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
                .filter(text -> !text.isEmpty() && texts.stream().noneMatch(sent -> repeats(text, sent)));
    }

    private static Optional<String> message(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            for (String pointer : List.of("/error/message", "/error", "/message", "/detail")) {
                JsonNode found = root.at(pointer);
                if (found.isTextual()) {
                    return Optional.of(found.asText());
                }
            }
        } catch (IOException page) {
            // A proxy's error page: its status says enough.
        }
        return Optional.empty();
    }

    private static boolean repeats(String message, String sent) {
        if (sent.length() < REPEATED) {
            return message.contains(sent);
        }
        for (int i = 0; i + REPEATED <= message.length(); i++) {
            if (sent.contains(message.substring(i, i + REPEATED))) {
                return true;
            }
        }
        return false;
    }
}
