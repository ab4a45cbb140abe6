package dev.quarry.evaluation;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A run held against another one. */
@Schema(description = "A run held against another one, over the questions that they share.")
record Comparison(
        @Schema(description = "The one evaluation.") UUID id,

        @Schema(description = "The other evaluation.") UUID otherId,

        @Schema(description = "Questions that both have: the same id and the same text.")
        long sharedQueries,

        @Schema(description = "Those of them that were judged differently: there the figures measure two things.")
        long judgedDifferently,

        @Schema(description = "Settings, and counts of the corpus, in which the two differ.")
        List<SettingChange> settings,

        @Schema(description = "By variant and metric.") List<MetricChange> metrics,

        @Schema(description = "The questions whose nDCG changed the most, 20 at most.")
        List<QueryChange> queries) {

    /** A metric of a variant that both runs have. */
    @Schema(description = "A metric of a variant, over the questions that both answered in full.")
    record MetricChange(
            @Schema(description = "A capability's name, or fused.")
            String variant,

            @Schema(description = "ndcg, map, recall or mrr.")
            String metric,

            @Schema(description = "Questions that were compared.")
            long queries,

            @Schema(description = "This run's mean.") double mean,
            @Schema(description = "The other run's mean.") double otherMean,

            @Schema(description = "This run's mean less the other one's.")
            double difference,

            @Schema(description = "Questions in which this run is better.")
            long wins,

            @Schema(description = "Questions in which the other one is better.")
            long losses,

            @Schema(description = "Questions in which neither is.")
            long ties,

            @Schema(
                    description = "How likely so large a difference is if neither run is better (two-sided paired"
                            + " randomization test).")
            double pValue) {}

    /** A question that changed. */
    @Schema(description = "A question that changed.")
    record QueryChange(
            @Schema(description = "What the question is called.")
            String id,

            @Schema(description = "The question.") String text,
            @Schema(description = "This run's nDCG.") double ndcg,
            @Schema(description = "The other run's nDCG.") double otherNdcg) {}
}
