package dev.quarry.session.chat;

import java.time.Duration;
import java.util.List;

/**
 * What a model is asked.
 *
 * @param answerTokens of the answer at most
 * @param deadline for all of it, tries and waits together
 */
public record ChatRequest(List<ChatMessage> messages, int answerTokens, Duration deadline) {
    public ChatRequest {
        messages = List.copyOf(messages);
    }
}
