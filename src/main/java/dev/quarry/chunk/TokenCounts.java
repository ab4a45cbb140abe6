package dev.quarry.chunk;

import java.util.Arrays;

/** Counts the tokens that begin in a stretch of a text. */
final class TokenCounts {
    private final int[] starts;

    TokenCounts(int[] ascendingStarts) {
        this.starts = ascendingStarts;
    }

    int between(int start, int end) {
        return indexAtOrAfter(end) - indexAtOrAfter(start);
    }

    /** Where the stretch of {@code count} tokens that ends at {@code end} begins. */
    int startOfTokensBefore(int end, int count) {
        int index = indexAtOrAfter(end) - count;
        return index <= 0 ? 0 : starts[index];
    }

    /** Where the token begins that {@code count} others stand before from {@code start} on; {@code end} when there are not so many. */
    int startOfTokensAfter(int start, int count, int end) {
        int index = indexAtOrAfter(start) + count;
        return index >= starts.length ? end : Math.min(end, starts[index]);
    }

    private int indexAtOrAfter(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        if (found < 0) {
            return -found - 1;
        }
        // Several tokens may claim one offset (a character that is normalized to two): the first of them.
        while (found > 0 && starts[found - 1] == offset) {
            found--;
        }
        return found;
    }
}
