package dev.quarry.evaluation;

import dev.quarry.search.FusionMethod;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /admin/evaluations}. Nothing of it is checked yet. */
@Schema(description = "Questions, and which documents answer them.")
public record EvaluationRequest(
        @Schema(description = "What to call the run, for people.") @Nullable
        String name,

        @Schema(description = "The questions, 1 to 10000.", required = true) @Nullable
        List<@Nullable Question> queries,

        @Schema(
                description =
                        "By a question's id: documents and how well they answer it, {\"DOCUMENT\": grade}, 1 to 1000 a"
                                + " question. A document is named by its id or its external_id; a grade above 0 is relevant.",
                required = true)
        @Nullable
        Map<String, @Nullable Map<String, @Nullable Integer>> judgements,

        @Schema(description = "nDCG and recall look at the first k documents.", defaultValue = "10") @Nullable
        Integer k,

        @Schema(
                description = "Average precision and reciprocal rank look at the first depth documents, k to 300.",
                defaultValue = "100")
        @Nullable
        Integer depth,

        @Schema(description = "What to measure other than the service's own settings.") @Nullable
        Settings settings) {
    static final int DEFAULT_K = 10;
    static final int DEFAULT_DEPTH = 100;

    /** A question. */
    @Schema(description = "A question.")
    public record Question(
            @Schema(description = "What to call it; judgements refer to it.", required = true) @Nullable
            String id,

            @Schema(description = "The question, or some words.", required = true) @Nullable
            String text) {}

    /** How to search. */
    @Schema(description = "How to search; what is absent is as the service's settings have it.")
    public record Settings(
            @Schema(description = "A capability's share in the fusion, by its name.") @Nullable
            Map<String, Double> weights,

            @Schema(
                    description = "How to fuse.",
                    implementation = String.class,
                    enumeration = {"weighted_sum", "reciprocal_rank"})
            @Nullable
            FusionMethod fusion,

            @Schema(description = "Which capabilities to measure, alone and fused; all of them when absent.") @Nullable
            List<String> capabilities) {
        static final Settings NONE = new Settings(null, null, null);
    }
}
