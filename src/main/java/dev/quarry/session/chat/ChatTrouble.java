package dev.quarry.session.chat;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a request came to no answer. Its message is fit for the caller: no key, no text. */
final class ChatTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    ChatTrouble(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    ChatTrouble(Kind kind, String message) {
        this(kind, message, null, null);
    }

    /** What it is. */
    enum Kind {
        /** The service wants fewer requests for a while. It is well. */
        RATE_LIMITED(true, false),
        /** No connection. */
        UNREACHABLE(true, true),
        /** Nothing came in time. */
        TIMEOUT(false, true),
        /** An answer that says so: 500 and above, or an error in the middle of a stream. */
        SERVER_ERROR(true, true),
        /** The stream ended before the answer did. */
        BROKEN_OFF(true, true),
        /** An answer of the wrong form; asking again would not change it. */
        BAD_ANSWER(false, false),
        /** The service does not want this request, now or later. */
        REFUSED(false, false);

        private final boolean passing;
        private final boolean service;

        Kind(boolean passing, boolean service) {
            this.passing = passing;
            this.service = service;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Kind kind() {
        return kind;
    }

    /** Whether the same request may succeed soon. */
    boolean mayPass() {
        return kind.passing;
    }

    /** Whether it tells that the service is not well. */
    boolean isTheServicesState() {
        return kind.service;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
