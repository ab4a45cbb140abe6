package dev.quarry.chunk;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Cuts between characters as a reader sees them: an accent stays with its letter, a family of emoji together. One that is
 * larger than the piece it is to fit into is cut all the same, though never inside a surrogate pair.
 *
 * @see <a href="https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries">UAX #29: grapheme clusters</a>
 */
final class Graphemes {
    private Graphemes() {}

    /** Where to cut at {@code offset} or before it; after {@code start}, where a character begins. */
    static int atOrBefore(String text, int start, int offset) {
        // A little more than what is looked at: whether a character ends at the offset shows in what follows it.
        int end = offset + Math.min(2, text.length() - offset);
        BreakIterator characters = charactersOf(text.substring(start, end));
        int from = offset - start;
        int cut = characters.isBoundary(from) ? from : characters.preceding(from);
        return cut > 0 ? start + cut : betweenPairs(text, start, offset);
    }

    /** Where to cut the span in two, near its middle. The span has two characters at least. */
    static int middle(String text, Span span) {
        int middle = span.start() + span.length() / 2;
        BreakIterator characters = charactersOf(text.substring(span.start(), span.end()));
        int half = middle - span.start();
        if (characters.isBoundary(half)) {
            return middle;
        }
        int after = characters.following(half);
        if (after < span.length()) {
            return span.start() + after;
        }
        int before = characters.preceding(half);
        return before > 0 ? span.start() + before : betweenPairs(text, span.start(), middle);
    }

    /** Whether the character belongs to the one before it, such as an accent that is written by itself. */
    static boolean continues(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> codePoint == '\u200d';
        };
    }

    private static int betweenPairs(String text, int start, int offset) {
        boolean within =
                Character.isLowSurrogate(text.charAt(offset)) && Character.isHighSurrogate(text.charAt(offset - 1));
        if (!within) {
            return offset;
        }
        return offset - 1 > start ? offset - 1 : offset + 1;
    }

    private static BreakIterator charactersOf(String text) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return characters;
    }
}
