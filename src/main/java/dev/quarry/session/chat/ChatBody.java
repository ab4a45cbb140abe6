package dev.quarry.session.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Writes a request; reads the pieces of its answer, and believes none of them. */
final class ChatBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatBody() {}

    /** One event of a stream: some text, perhaps the reason why it ends, perhaps what it cost, or an error. */
    record Piece(String text, Optional<String> finish, Optional<ChatDelta.Tokens> tokens, Optional<String> error) {}

    static byte[] write(ChatConfig config, ChatRequest request) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", config.model().orElseThrow());
        ArrayNode messages = body.putArray("messages");
        request.messages()
                .forEach(message ->
                        messages.addObject().put("role", message.role().label()).put("content", message.content()));
        body.put("stream", true);
        body.put(
                switch (config.limitParameter()) {
                    case MAX_TOKENS -> "max_tokens";
                    case MAX_COMPLETION_TOKENS -> "max_completion_tokens";
                },
                request.answerTokens());
        config.temperature().ifPresent(temperature -> body.put("temperature", temperature));
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads {@code {"choices": [{"delta": {"content"}, "finish_reason"}], "usage"}}; with {@code message} in the place of
     * {@code delta} where a service does not stream.
     */
    static Piece read(String data) throws ChatTrouble {
        JsonNode root = tree(data);
        if (root.hasNonNull("error")) {
            JsonNode error = root.get("error");
            JsonNode message = error.isTextual() ? error : error.path("message");
            return new Piece("", Optional.empty(), Optional.empty(), Optional.of(message.asText("")));
        }
        JsonNode choice = root.path("choices").path(0);
        if (!root.path("choices").isArray()) {
            throw bad("something that has no choices; look at QUARRY_CHAT_URL");
        }
        JsonNode said = choice.has("delta") ? choice.get("delta") : choice.path("message");
        JsonNode finish = choice.path("finish_reason");
        return new Piece(
                said.path("content").isTextual() ? said.get("content").asText() : "",
                finish.isTextual() ? Optional.of(finish.asText()) : Optional.empty(),
                tokens(root.path("usage")),
                Optional.empty());
    }

    private static Optional<ChatDelta.Tokens> tokens(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        return prompt.isInt() && completion.isInt()
                ? Optional.of(new ChatDelta.Tokens(prompt.asInt(), completion.asInt()))
                : Optional.empty();
    }

    private static JsonNode tree(String data) throws ChatTrouble {
        try {
            JsonNode root = JSON.readTree(data);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException garbage) {
            // The parser's message repeats what it could not read.
        }
        throw bad("something that is no JSON object; look at QUARRY_CHAT_URL");
    }

    private static ChatTrouble bad(String what) {
        return new ChatTrouble(ChatTrouble.Kind.BAD_ANSWER, "answered " + what);
    }
}
