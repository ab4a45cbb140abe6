package dev.quarry.embedding.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one request. */
sealed interface Reply {
    /** A vector for each text, in order, as the provider gave them. */
    record Vectors(List<float[]> vectors) implements Reply {
        @Override
        public String outcome() {
            return "ok";
        }
    }

    /**
     * No vectors.
     *
     * @param message for people: who, what, and what to change
     * @param retryAfter how long the provider wants to be left alone, where it says so
     */
    record Failed(
            Trouble trouble,
            String message,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) implements Reply {
        Failed(Trouble trouble, String message) {
            this(trouble, message, null, null);
        }

        @Override
        public String outcome() {
            return trouble.label();
        }
    }

    /** In a word, for metrics. */
    String outcome();
}
