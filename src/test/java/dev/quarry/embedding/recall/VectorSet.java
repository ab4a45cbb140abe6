package dev.quarry.embedding.recall;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Vectors to search in, and others to search for.
 *
 * @param vectors unit vectors, all of one length
 * @param queries unit vectors of the same length, none of which is among the others
 */
public record VectorSet(String name, List<float[]> vectors, List<float[]> queries) {
    public VectorSet {
        vectors = List.copyOf(vectors);
        queries = List.copyOf(queries);
    }

    public int dimensions() {
        return vectors.getFirst().length;
    }

    /**
     * The places in {@link #vectors} of the k nearest that are meant, nearest first, compared one by one in full precision;
     * all that are meant where these are fewer.
     */
    public List<Integer> nearest(float[] query, int k, IntPredicate meant) {
        int[] places = IntStream.range(0, vectors.size()).filter(meant).toArray();
        double[] similarities = new double[vectors.size()];
        for (int place : places) {
            similarities[place] = dot(query, vectors.get(place));
        }
        double[] sorted = IntStream.of(places)
                .mapToDouble(place -> similarities[place])
                .sorted()
                .toArray();
        double least = sorted.length == 0 ? 0 : sorted[Math.max(0, sorted.length - k)];
        return IntStream.of(places)
                .filter(place -> similarities[place] >= least)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> -similarities[place]))
                .toList();
    }

    static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
