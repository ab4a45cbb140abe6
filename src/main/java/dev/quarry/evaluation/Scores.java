package dev.quarry.evaluation;

import java.util.List;
import java.util.Map;

/** One query's figures, each between 0 and 1; see {@link RankingMetrics}. */
record Scores(double ndcg, double averagePrecision, double recall, double reciprocalRank) {
    /**
     * @param ranking documents, best first, none twice, as deep as is measured
     * @param k nDCG and recall look no further
     */
    static Scores of(List<String> ranking, Map<String, Integer> judgements, int k) {
        return new Scores(
                RankingMetrics.ndcg(ranking, judgements, k),
                RankingMetrics.averagePrecision(ranking, judgements),
                RankingMetrics.recall(ranking, judgements, k),
                RankingMetrics.reciprocalRank(ranking, judgements, ranking.size()));
    }
}
