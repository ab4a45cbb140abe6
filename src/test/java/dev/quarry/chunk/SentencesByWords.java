package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Vectors that a reader can follow: a number for each letter of the alphabet, how many words of the sentence begin with it. */
final class SentencesByWords implements SentenceVectors {
    private final int limit;
    private final List<String> embedded = new ArrayList<>();

    SentencesByWords(int limit) {
        this.limit = limit;
    }

    SentencesByWords() {
        this(Integer.MAX_VALUE);
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public List<float[]> embed(List<String> sentences) {
        embedded.addAll(sentences);
        return sentences.stream().map(SentencesByWords::vector).toList();
    }

    /** All that was embedded so far. */
    List<String> embedded() {
        return embedded;
    }

    private static float[] vector(String sentence) {
        float[] counts = new float[27];
        for (String word : sentence.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            int letter = word.isEmpty() ? -1 : word.charAt(0) - 'a';
            counts[letter >= 0 && letter < 26 ? letter : 26]++;
        }
        double squares = 0;
        for (float count : counts) {
            squares += count * count;
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (float) (counts[i] / Math.sqrt(squares));
        }
        return counts;
    }
}
