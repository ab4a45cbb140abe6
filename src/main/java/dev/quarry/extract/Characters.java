package dev.quarry.extract;

/** What is left of characters that no text should hold. */
final class Characters {
    private static final char REPLACEMENT = '\uFFFD';

    private Characters() {}

    /** Without control characters other than line breaks, tabs and form feeds; half of a surrogate pair is replaced. */
    static String storable(String text) {
        int first = firstUnwanted(text);
        if (first == text.length()) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHalf(text, i)) {
                kept.append(REPLACEMENT);
            } else if (!isUnwantedControl(c)) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /** In one line: white space of any length and kind is one blank, none at the ends. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00A0' || isUnwantedControl(c)) {
                if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else {
                line.append(c);
            }
        }
        return line.toString().stripTrailing();
    }

    private static int firstUnwanted(String text) {
        int i = 0;
        while (i < text.length() && !isUnwantedControl(text.charAt(i)) && !isHalf(text, i)) {
            i++;
        }
        return i;
    }

    private static boolean isUnwantedControl(char c) {
        return c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    }

    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
