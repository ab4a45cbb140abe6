package dev.quarry.embedding.http;

import java.util.Locale;

/** Why a request gave no vectors. */
enum Trouble {
    /** The provider wants fewer requests for a while. It is well. */
    RATE_LIMITED(true, false),
    /** No connection, or one that broke. */
    UNREACHABLE(true, true),
    /** No answer in time. */
    TIMEOUT(true, true),
    /** An answer that says so: 500 and above. */
    SERVER_ERROR(true, true),
    /** An answer of the wrong form; asking again would not change it. */
    BAD_ANSWER(false, false),
    /** The provider does not want this request, now or later. */
    REFUSED(false, false);

    private final boolean passing;
    private final boolean provider;

    Trouble(boolean passing, boolean provider) {
        this.passing = passing;
        this.provider = provider;
    }

    /** Whether the same request may succeed soon. */
    boolean mayPass() {
        return passing;
    }

    /** Whether it tells that the provider is not well. */
    boolean isTheProvidersState() {
        return provider;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
