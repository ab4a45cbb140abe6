package dev.quarry.document.filter;

import dev.quarry.document.filter.Condition.Bound;
import dev.quarry.document.filter.Condition.Range;
import org.jspecify.annotations.Nullable;

/** The texts that begin alike, as a range: an index has them side by side. */
final class Prefix {
    private Prefix() {}

    static Range of(String prefix) {
        String behind = behind(prefix);
        return new Range(new Bound(prefix, true), behind == null ? null : new Bound(behind, false));
    }

    /** The first text, in the order of code points, behind all that begin with the prefix; null where there is none. */
    private static @Nullable String behind(String prefix) {
        for (int end = prefix.length(); end > 0; ) {
            int last = prefix.codePointBefore(end);
            int start = end - Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                return prefix.substring(0, start) + Character.toString(next(last));
            }
            end = start;
        }
        return null;
    }

    /** Halves of surrogate pairs are no characters. */
    private static int next(int codePoint) {
        return codePoint + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : codePoint + 1;
    }
}
