package dev.quarry.session.chat;

import java.util.Locale;

/** One message of what a model is given. */
public record ChatMessage(Role role, String content) {
    /** Who says it. */
    public enum Role {
        /** The service: what is to be done. */
        SYSTEM,
        USER,
        ASSISTANT;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
