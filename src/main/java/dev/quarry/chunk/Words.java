package dev.quarry.chunk;

import java.util.BitSet;

/** Where words begin: after white space, and each character of a script that writes none between its words. */
final class Words {
    /** Below it no Chinese or Japanese is written. */
    private static final int FIRST_OF_CJK = 0x2e80;

    private Words() {}

    static BitSet starts(String text) {
        BitSet starts = new BitSet(text.length() + 1);
        int before = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(before)) {
            int codePoint = text.codePointAt(at);
            if (at > 0 && begins(before, codePoint)) {
                starts.set(at);
            }
            before = codePoint;
        }
        return starts;
    }

    private static boolean begins(int before, int codePoint) {
        if (Character.isWhitespace(before)) {
            return !Character.isWhitespace(codePoint) && !Graphemes.continues(codePoint);
        }
        return isWrittenWithoutBlanks(codePoint) && !opens(before);
    }

    private static boolean isWrittenWithoutBlanks(int codePoint) {
        return codePoint >= FIRST_OF_CJK
                && Character.getType(codePoint) == Character.OTHER_LETTER
                && switch (Character.UnicodeScript.of(codePoint)) {
                    case HAN, HIRAGANA, KATAKANA -> true;
                    default -> false;
                };
    }

    /** What stays with the character after it. */
    private static boolean opens(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.START_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION -> true;
            default -> codePoint == '\u200d';
        };
    }
}
