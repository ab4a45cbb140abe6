package dev.quarry.chunk;

/** A stretch of a text, {@code [start, end)} in UTF-16 units; it may be empty. */
record Span(int start, int end) {
    int length() {
        return end - start;
    }

    /** Without the white space at both ends. */
    Span trimmed(String text) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return new Span(from, to);
    }
}
