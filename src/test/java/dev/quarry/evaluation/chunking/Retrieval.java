package dev.quarry.evaluation.chunking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The chunks of all texts by their likeness to a question, compared one by one. */
final class Retrieval {
    private final List<Found> chunks;
    private final List<float[]> vectors;

    Retrieval(List<Found> chunks, List<float[]> vectors) {
        this.chunks = chunks;
        this.vectors = vectors;
    }

    /** All chunks, the most alike first; of equals the earlier first. */
    List<Found> ranked(float[] question) {
        double[] similarities = vectors.stream()
                .mapToDouble(vector -> product(question, vector))
                .toArray();
        return IntStream.range(0, similarities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -similarities[i]))
                .map(chunks::get)
                .toList();
    }

    static List<Stretch> first(int n, List<Found> ranked) {
        return ranked.stream().limit(n).map(Found::stretch).toList();
    }

    /** As many as the tokens take, the last one in part. */
    static List<Stretch> within(int tokens, List<Found> ranked) {
        List<Stretch> taken = new ArrayList<>();
        int left = tokens;
        for (Found chunk : ranked) {
            if (left <= 0) {
                break;
            }
            taken.add(chunk.beginning(left));
            left -= chunk.tokens();
        }
        return taken;
    }

    private static double product(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
        }
        return product;
    }
}
