package dev.quarry.session.chat;

import org.jspecify.annotations.Nullable;

/** What comes of a model: pieces of its text, then one end. */
public sealed interface ChatDelta {
    /** The next piece; never empty. */
    record Text(String text) implements ChatDelta {}

    /**
     * It has ended; nothing follows.
     *
     * @param whole false where it was cut off at its limit, or by a filter of the service
     * @param tokens as the service counts them; null where it does not say
     */
    record End(boolean whole, @Nullable Tokens tokens) implements ChatDelta {}

    /** Of what was read and of what was written. */
    record Tokens(int prompt, int completion) {}
}
