package dev.quarry.session.answer;

import dev.quarry.session.chat.ChatMessage;
import java.util.List;

/**
 * What the model is given.
 *
 * @param excerpts those that found room, whole or their beginnings
 * @param tokens of all messages, as estimated
 */
record Prompt(List<ChatMessage> messages, List<Excerpt> excerpts, int tokens) {}
