package dev.quarry.evaluation.chunking;

/** A chunk that can be retrieved, with its size in tokens. */
record Found(Stretch stretch, int tokens) {
    /** Its beginning, as far as that many tokens go. */
    Stretch beginning(int most) {
        if (tokens <= most) {
            return stretch;
        }
        int length = (int) ((long) stretch.length() * most / tokens);
        return new Stretch(stretch.text(), stretch.start(), stretch.start() + length);
    }
}
