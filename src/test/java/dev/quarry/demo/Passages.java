package dev.quarry.demo;

import dev.quarry.client.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Passages as a person reads them. */
final class Passages {
    static final int COLUMNS = 100;
    private static final String PATH_SEPARATOR = " > ";

    private Passages() {}

    /** The document and the headings that the passage stands under; the first is mostly the title itself. */
    static String place(SearchResult.Hit hit) {
        String headings = hit.headingPath();
        if (headings == null || headings.isEmpty() || headings.equals(hit.title())) {
            return hit.title();
        }
        return headings.startsWith(hit.title() + PATH_SEPARATOR) ? headings : hit.title() + PATH_SEPARATOR + headings;
    }

    /** The passage; of a record its content, or its columns where it has none. */
    static String text(SearchResult.Hit hit) {
        if (hit.content() != null) {
            return hit.content();
        }
        return hit.record() == null ? "" : hit.record().fields().toString();
    }

    /** The score, and the rank with each capability that found the passage. */
    static String standing(SearchResult.Hit hit) {
        List<String> ranks = new ArrayList<>();
        hit.legs().forEach((capability, place) -> ranks.add(capability + " #" + place.rank()));
        return String.format(Locale.ROOT, "score %.3f (%s)", hit.score(), String.join(", ", ranks));
    }

    /** The text's own lines, each wrapped between words; blank ones are left out. A longer word is not broken. */
    static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> wrapLine(line.strip(), columns, lines));
        return lines;
    }

    private static void wrapLine(String text, int columns, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
    }
}
