package dev.quarry.evaluation;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a variant came to: means over the questions that were answered in full. */
@Schema(
        description =
                "What a capability alone, or all of them fused, came to. Means are absent where nothing was measured.")
record VariantFigures(
        @Schema(description = "A capability's name, or fused.")
        String variant,

        @Schema(description = "Questions that were answered in full; the means are over these.")
        long queries,

        @Schema(description = "Questions whose answer lacks a capability that failed or was late.")
        long degraded,

        @Schema(description = "Normalised discounted cumulative gain of the first k documents.") @Nullable
        Double ndcg,

        @Schema(description = "Mean average precision.") @Nullable
        Double map,

        @Schema(description = "Share of the relevant documents among the first k.") @Nullable
        Double recall,

        @Schema(description = "Mean reciprocal rank of the first relevant document.") @Nullable
        Double mrr,

        @Schema(description = "Half of the searches took no longer, in milliseconds.") @Nullable
        Double p50Ms,

        @Schema(description = "95 in a hundred searches took no longer, in milliseconds.") @Nullable
        Double p95Ms) {}
