package dev.quarry.http;

import dev.quarry.failure.Violations;
import org.jspecify.annotations.Nullable;

/** Which part of a list is wanted. */
public record Page(int limit, int offset) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int LONGEST = 1000;

    /** Said of the parameter in the interface's description. */
    public static final String LIMIT = "How many at most, 1 to 1000; 100 when absent.";

    public static final String OFFSET = "How many to leave out from the beginning.";
    public static final String SKIP = "The same as offset.";

    /**
     * Reads the parameters {@code limit}, {@code offset} and its alias {@code skip}.
     *
     * @throws dev.quarry.failure.Failure.Invalid when one is no number in its range, or offset and skip contradict
     */
    public static Page of(@Nullable String limit, @Nullable String offset, @Nullable String skip) {
        Violations violations = new Violations();
        int from = number(offset, 0);
        int skipped = number(skip, 0);
        int length = number(limit, DEFAULT_LIMIT);
        violations
                .require(length >= 1 && length <= LONGEST, "limit", "must be a whole number from 1 to " + LONGEST)
                .require(from >= 0, "offset", "must be a whole number from 0 to 999999999")
                .require(skipped >= 0, "skip", "must be a whole number from 0 to 999999999")
                .require(
                        offset == null || skip == null || from == skipped,
                        "skip",
                        "is another name of offset; send one of the two")
                .throwIfAny();
        return new Page(length, Math.max(from, skipped));
    }

    private static int number(@Nullable String text, int absent) {
        if (text == null) {
            return absent;
        }
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }
}
