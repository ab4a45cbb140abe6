package dev.quarry.evaluation;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * How good a ranking is, by what people judged relevant; as trec_eval and BEIR count it. Pure.
 *
 * <p>A ranking is a list of document ids, best first, none twice. Judgements map a document id to its grade: a grade above
 * 0 is relevant; a document without a judgement, or with a grade below 0, counts as 0. All results are between 0 and 1. A
 * query without a relevant document has nothing to measure and gives 0: leave it out of a mean.
 *
 * @see <a href="https://github.com/usnistgov/trec_eval">trec_eval</a>, whose ndcg_cut, map, recall and recip_rank these are
 */
final class RankingMetrics {
    private RankingMetrics() {}

    /**
     * Normalised discounted cumulative gain of the first {@code cutoff} documents. The gain is the grade itself (not
     * 2^grade - 1), the discount log2(rank + 1), the ideal the best ranking that the judgements allow.
     *
     * @see <a href="https://doi.org/10.1145/582415.582418">Järvelin and Kekäläinen (2002)</a>
     */
    static double ndcg(List<String> ranking, Map<String, Integer> judgements, int cutoff) {
        requireNoneTwice(ranking);
        List<Integer> gains =
                ranking.stream().map(document -> grade(judgements, document)).toList();
        List<Integer> ideal = judgements.values().stream()
                .filter(grade -> grade > 0)
                .sorted(Comparator.reverseOrder())
                .toList();
        double best = discountedGain(ideal, cutoff);
        return best == 0 ? 0 : discountedGain(gains, cutoff) / best;
    }

    /**
     * The mean, over all relevant documents, of the precision at the rank of each; 0 for one that the ranking lacks. Its
     * mean over queries is MAP.
     */
    static double averagePrecision(List<String> ranking, Map<String, Integer> judgements) {
        requireNoneTwice(ranking);
        int found = 0;
        double sum = 0;
        for (int i = 0; i < ranking.size(); i++) {
            if (isRelevant(judgements, ranking.get(i))) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        long relevant = relevant(judgements);
        return relevant == 0 ? 0 : sum / relevant;
    }

    /** The share of all relevant documents that are among the first {@code cutoff}. */
    static double recall(List<String> ranking, Map<String, Integer> judgements, int cutoff) {
        requireNoneTwice(ranking);
        long relevant = relevant(judgements);
        long found = ranking.stream()
                .limit(cutoff)
                .filter(document -> isRelevant(judgements, document))
                .count();
        return relevant == 0 ? 0 : (double) found / relevant;
    }

    /** 1 / the rank of the first relevant document; 0 when none is among the first {@code cutoff}. */
    static double reciprocalRank(List<String> ranking, Map<String, Integer> judgements, int cutoff) {
        requireNoneTwice(ranking);
        for (int i = 0; i < Math.min(cutoff, ranking.size()); i++) {
            if (isRelevant(judgements, ranking.get(i))) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    private static double discountedGain(List<Integer> gains, int cutoff) {
        double sum = 0;
        for (int i = 0; i < Math.min(cutoff, gains.size()); i++) {
            // The rank is i + 1.
            sum += gains.get(i) / log2(i + 2);
        }
        return sum;
    }

    private static double log2(int value) {
        return Math.log(value) / Math.log(2);
    }

    private static int grade(Map<String, Integer> judgements, String document) {
        return Math.max(0, judgements.getOrDefault(document, 0));
    }

    private static boolean isRelevant(Map<String, Integer> judgements, String document) {
        return grade(judgements, document) > 0;
    }

    private static long relevant(Map<String, Integer> judgements) {
        return judgements.values().stream().filter(grade -> grade > 0).count();
    }

    /** A document that counts twice would make every number better than it is. */
    private static void requireNoneTwice(List<String> ranking) {
        if (new HashSet<>(ranking).size() != ranking.size()) {
            throw new IllegalArgumentException("a document stands twice in the ranking");
        }
    }
}
