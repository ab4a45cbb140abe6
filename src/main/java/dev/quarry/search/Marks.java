package dev.quarry.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Two characters that PostgreSQL puts around a word, and that are read back as places: a caller gets numbers, and no markup
 * that a text could have forged.
 */
final class Marks {
    private static final int FIRST_PRIVATE_USE = 0xE000;
    private static final int LAST_PRIVATE_USE = 0xF8FF;

    private final char start;
    private final char stop;

    private Marks(char start, char stop) {
        this.start = start;
        this.stop = stop;
    }

    /** Characters of Unicode's private use area that are in none of the texts. */
    static Marks absentFrom(List<String> texts) {
        boolean[] used = new boolean[LAST_PRIVATE_USE - FIRST_PRIVATE_USE + 1];
        texts.forEach(text -> text.chars()
                .filter(c -> c >= FIRST_PRIVATE_USE && c <= LAST_PRIVATE_USE)
                .forEach(c -> used[c - FIRST_PRIVATE_USE] = true));
        int first = free(used, 0);
        int second = free(used, first + 1);
        return new Marks((char) (FIRST_PRIVATE_USE + first), (char) (FIRST_PRIVATE_USE + second));
    }

    /** For {@code ts_headline}: the whole text, with marks. */
    String options() {
        return "HighlightAll=true, StartSel=\"" + start + "\", StopSel=\"" + stop + "\"";
    }

    /** Where the marked words stand in the text without marks; two with nothing between them are one. */
    List<Highlight> placesIn(String marked) {
        List<Highlight> places = new ArrayList<>();
        int place = 0;
        int from = 0;
        for (int i = 0; i < marked.length(); i += Character.charCount(marked.codePointAt(i))) {
            char c = marked.charAt(i);
            if (c == start) {
                from = place;
            } else if (c == stop) {
                add(places, from, place);
            } else {
                place++;
            }
        }
        return places;
    }

    private static void add(List<Highlight> places, int from, int to) {
        if (!places.isEmpty() && places.getLast().end() == from) {
            places.set(places.size() - 1, new Highlight(places.getLast().start(), to));
        } else {
            places.add(new Highlight(from, to));
        }
    }

    /** Texts that use up all 6,400 of them are not told from their marks. */
    private static int free(boolean[] used, int from) {
        for (int i = from; i < used.length; i++) {
            if (!used[i]) {
                return i;
            }
        }
        return Math.min(from, used.length - 1);
    }
}
