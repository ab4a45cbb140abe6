package dev.quarry.chunk;

import java.util.stream.IntStream;

/** A tokenizer that a reader can follow: letters and digits in pieces of four, every other character by itself. */
final class PiecesOfFour implements Tokenizer {
    private static final int PIECE = 4;

    @Override
    public int limit() {
        return 126;
    }

    @Override
    public int count(String text) {
        return tokenStarts(text).length;
    }

    @Override
    public int[] tokenStarts(String text) {
        IntStream.Builder starts = IntStream.builder();
        int inWord = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            boolean word = Character.isLetterOrDigit(character);
            if (!Character.isWhitespace(character) && (!word || inWord % PIECE == 0)) {
                starts.add(at);
            }
            inWord = word ? inWord + 1 : 0;
        }
        return starts.build().toArray();
    }
}
