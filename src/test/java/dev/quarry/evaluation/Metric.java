package dev.quarry.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is reported of every variant: the mean over the queries. */
enum Metric {
    NDCG_10("ndcg@10"),
    MAP("map"),
    RECALL_100("recall@100"),
    MRR_10("mrr@10");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** One query's value; see {@link RankingMetrics}. */
    double of(List<String> ranking, Map<String, Integer> judgements) {
        return switch (this) {
            case NDCG_10 -> RankingMetrics.ndcg(ranking, judgements, 10);
            case MAP -> RankingMetrics.averagePrecision(ranking, judgements);
            case RECALL_100 -> RankingMetrics.recall(ranking, judgements, 100);
            case MRR_10 -> RankingMetrics.reciprocalRank(ranking, judgements, 10);
        };
    }

    static Optional<Metric> labelled(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Metric::label).toList();
    }
}
