package dev.quarry.postgres.url;

/** Why a URL is not taken. Never a stack of causes: what the JDK quotes of a URL may be its password. */
final class InvalidUrl extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final boolean quotes;

    private InvalidUrl(String message, boolean quotes) {
        super(message);
        this.quotes = quotes;
    }

    /** An error whose text is ours alone. */
    static InvalidUrl saying(String message) {
        return new InvalidUrl(message, false);
    }

    /** An error that repeats part of the URL, so that it is only shown where that part cannot be the password's. */
    static InvalidUrl quoting(String message) {
        return new InvalidUrl(message, true);
    }

    boolean quotes() {
        return quotes;
    }
}
