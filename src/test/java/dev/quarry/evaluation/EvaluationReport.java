package dev.quarry.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that an evaluation found out, as it is kept in its JSON file. */
record EvaluationReport(
        String collection,
        int documents,
        @JsonProperty("empty_documents") int emptyDocuments,
        @JsonProperty("unchanged_documents") int unchangedDocuments,
        int chunks,
        int queries,
        int k,
        List<Entry> variants,
        List<String> unmet) {

    /** One variant: how it was asked, and its scores by their labels. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String name,
            @Nullable String capability,
            @Nullable Map<String, Double> weights,
            @Nullable String fusion,
            Map<String, Double> scores,
            @JsonProperty("p50_ms") double p50Millis,
            @JsonProperty("p95_ms") double p95Millis,
            @JsonProperty("degraded_queries") int degradedQueries,
            @JsonProperty("foreign_hits") long foreignHits) {
        static Entry of(VariantResult result) {
            Map<String, Double> scores = new LinkedHashMap<>();
            result.scores().forEach((metric, score) -> scores.put(metric.label(), score));
            return new Entry(
                    result.variant().name(),
                    result.variant().capability(),
                    result.variant().weights(),
                    result.variant().fusion(),
                    scores,
                    result.latencies().percentileMillis(50),
                    result.latencies().percentileMillis(95),
                    result.degraded(),
                    result.foreignHits());
        }
    }
}
