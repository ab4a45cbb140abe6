package dev.quarry.extract;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file says.
 *
 * @param text like Markdown; pages are parted by form feeds
 * @param title as the document itself has it
 * @param language as its author declared it, such as {@code en-GB}; not what a tool writes into every file
 * @param facts what else is known, under names in snake case: {@code author}, {@code created}, {@code page_count}
 */
public record Extraction(
        String text, @Nullable String title, @Nullable String language, Map<String, Object> facts) {

    /** Parts pages. */
    public static final char PAGE_BREAK = '\f';

    /** A text of which nothing else is known. */
    static Extraction of(String text) {
        return new Extraction(text, null, null, Map.of());
    }

    /** Collects what is known, leaving out what is not. */
    public static final class Facts {
        private static final int LONGEST = 500;

        private final Map<String, Object> known = new LinkedHashMap<>();

        /** Notes a text in one line, unless it is absent or blank. */
        @CanIgnoreReturnValue
        public Facts note(String name, @Nullable String value) {
            String line = value == null ? "" : Characters.storable(Characters.oneLine(value));
            if (!line.isEmpty()) {
                known.put(name, line.length() <= LONGEST ? line : Characters.storable(line.substring(0, LONGEST)));
            }
            return this;
        }

        @CanIgnoreReturnValue
        public Facts note(String name, int value) {
            known.put(name, value);
            return this;
        }

        public Map<String, Object> known() {
            return known;
        }
    }
}
