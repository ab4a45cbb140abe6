package dev.quarry.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts a hit that is unlike those before it ahead of one that is like them: maximal marginal relevance.
 *
 * <pre>
 *   next = argmax (1 - diversity) · relevance - diversity · max(cosine to those before)
 * </pre>
 *
 * <p>where relevance is the place in the ranking, from 1 for the first to 0 for the last: the scores of several legs spread
 * too differently. A hit without a vector (its document is not embedded yet, or it is a record) is like no other.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/290941.291025">Carbonell and Goldstein, The use of MMR (1998)</a>
 */
final class Diversity {
    private Diversity() {}

    /**
     * The candidates in their new order. The first {@code n} of it are the same however many are taken from it.
     *
     * @param vectors unit vectors by chunk
     * @param diversity from 0, the ranking as it is, to 1, relevance counts only for the first
     */
    static List<Candidate> reorder(List<Candidate> ranked, Map<UUID, float[]> vectors, double diversity) {
        List<Candidate> left = new ArrayList<>(ranked);
        List<Candidate> order = new ArrayList<>(ranked.size());
        double[] likeness = new double[ranked.size()];
        Arrays.fill(likeness, -1);
        boolean[] taken = new boolean[ranked.size()];
        for (int round = 0; round < ranked.size(); round++) {
            int next = best(likeness, taken, round == 0 ? 0 : diversity);
            taken[next] = true;
            order.add(left.get(next));
            float @Nullable [] vector = vector(left.get(next), vectors);
            for (int i = 0; i < likeness.length && vector != null; i++) {
                likeness[i] =
                        taken[i] ? likeness[i] : Math.max(likeness[i], cosine(vector, vector(left.get(i), vectors)));
            }
        }
        return order;
    }

    private static float @Nullable [] vector(Candidate candidate, Map<UUID, float[]> vectors) {
        return candidate.chunkId().map(vectors::get).orElse(null);
    }

    private static int best(double[] likeness, boolean[] taken, double diversity) {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < likeness.length; i++) {
            double relevance = 1 - (double) i / likeness.length;
            double marginal = (1 - diversity) * relevance - diversity * Math.max(0, likeness[i]);
            if (!taken[i] && marginal > highest) {
                best = i;
                highest = marginal;
            }
        }
        return best;
    }

    private static double cosine(float[] one, float @Nullable [] other) {
        if (other == null) {
            return 0;
        }
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
