package dev.quarry.embedding.http;

/** A provider's key. It shows itself to nobody but the provider. */
public final class ApiKey {
    private static final String HIDDEN = "***";

    private final String value;

    /** @throws IllegalArgumentException, without the key, when it cannot stand in a header */
    public ApiKey(String given) {
        this(given, "QUARRY_EMBEDDING_API_KEY");
    }

    /**
     * A key of another provider.
     *
     * @param setting where the key was set
     * @throws IllegalArgumentException, without the key, when it cannot stand in a header
     */
    public ApiKey(String given, String setting) {
        this.value = given.strip();
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the provider's key is empty or holds a blank, a line break or a letter that is not ASCII; look at "
                            + setting);
        }
    }

    /** The value of the header {@code Authorization}. */
    public String authorization() {
        return "Bearer " + value;
    }

    /** The text without the key, should somebody have repeated it. */
    String hideIn(String text) {
        return text.replace(value, HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
