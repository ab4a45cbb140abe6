package dev.quarry.evaluation.chunking;

/** Characters (code points) {@code [start, end)} of the text of that name. */
record Stretch(String text, int start, int end) {
    int length() {
        return end - start;
    }

    boolean touches(Stretch other) {
        return text.equals(other.text) && start < other.end && other.start < end;
    }
}
