package dev.quarry.evaluation;

import java.util.Map;

/**
 * What a variant came to.
 *
 * @param scores the mean of each metric over the queries
 * @param degraded queries where a capability failed or was late: the scores are then lower than they should be
 * @param foreignHits chunks of documents that are not the collection's
 */
record VariantResult(
        SearchVariant variant, Map<Metric, Double> scores, Latencies latencies, int degraded, long foreignHits) {
    double score(Metric metric) {
        return scores.getOrDefault(metric, 0.0);
    }
}
