package dev.quarry.extract;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The block between two lines of {@code ---} that a Markdown file may begin with. Of its YAML only what stands on a line of
 * its own is read, {@code name: value}: enough for a title and an author, and there is no YAML to attack.
 */
record FrontMatter(Map<String, String> values, String body) {
    private static final int MOST_LINES = 200;

    static FrontMatter of(String text) {
        String mark = text.startsWith("---\r\n") ? "---\r\n" : "---\n";
        if (!text.startsWith(mark)) {
            return new FrontMatter(Map.of(), text);
        }
        Map<String, String> values = new LinkedHashMap<>();
        int start = mark.length();
        for (int i = 0; i < MOST_LINES && start < text.length(); i++) {
            int end = text.indexOf('\n', start);
            String line = (end < 0 ? text.substring(start) : text.substring(start, end)).stripTrailing();
            start = end < 0 ? text.length() : end + 1;
            if (line.equals("---") || line.equals("...")) {
                return new FrontMatter(values, text.substring(start));
            }
            int colon = line.indexOf(':');
            if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
                values.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT), unquoted(line.substring(colon + 1)));
            }
        }
        // It never ends: a line of dashes, no front matter.
        return new FrontMatter(Map.of(), text);
    }

    /** Null where there is none, or one that is more than a text. */
    @Nullable
    String value(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() || "[{|>&*".indexOf(value.charAt(0)) >= 0 ? null : value;
    }

    private static String unquoted(String value) {
        String stripped = value.strip();
        boolean quoted = stripped.length() >= 2
                && (stripped.charAt(0) == '"' || stripped.charAt(0) == '\'')
                && stripped.charAt(stripped.length() - 1) == stripped.charAt(0);
        return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
    }
}
