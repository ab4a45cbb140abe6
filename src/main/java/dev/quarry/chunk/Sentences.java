package dev.quarry.chunk;

import java.text.BreakIterator;
import java.util.BitSet;
import java.util.Locale;

/** Where sentences begin within paragraphs. */
public final class Sentences {
    /** Ends of sentences that no blank follows, as Chinese and Japanese write them. */
    private static final String FULL_WIDTH_ENDS = "。！？｡";

    private Sentences() {}

    /** Offsets in UTF-16 units at which a sentence begins; the text's own beginning is not among them. */
    public static BitSet starts(String text) {
        BitSet starts = new BitSet(text.length() + 1);
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text);
        for (int at = sentences.first(); at != BreakIterator.DONE; at = sentences.next()) {
            // Only at the start of a word: an abbreviation's full stop inside a part number is no end.
            if (at > 0 && at < text.length() && isAfterBlank(text, at)) {
                starts.set(at);
            }
        }
        markFullWidthEnds(text, starts);
        return starts;
    }

    private static boolean isAfterBlank(String text, int at) {
        return Character.isWhitespace(text.charAt(at - 1))
                && !Character.isWhitespace(text.charAt(at))
                && !Graphemes.continues(text.codePointAt(at));
    }

    /** An end may be followed by more of them and by closing quotation marks, which belong to the sentence. */
    private static void markFullWidthEnds(String text, BitSet starts) {
        boolean ended = false;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (FULL_WIDTH_ENDS.indexOf(character) >= 0) {
                ended = true;
            } else if (ended && !belongsToTheEnd(text.codePointAt(at))) {
                starts.set(at);
                ended = false;
            }
        }
    }

    /** White space too: the sentence begins after it. */
    private static boolean belongsToTheEnd(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Graphemes.continues(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.END_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> true;
                    default -> false;
                };
    }
}
