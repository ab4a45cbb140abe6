package dev.quarry.evaluation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A run and what it came to. */
@Schema(description = "A run and what it came to so far.")
record EvaluationDetails(
        @JsonUnwrapped Evaluation evaluation,

        @Schema(description = "Each capability alone, and all of them fused.")
        List<VariantFigures> variants,

        @Schema(
                description =
                        "Judged names that mean no document, the first 100: they count as relevant and never found.")
        List<String> unknownDocuments,

        @Schema(description = "How many such names there are.")
        long unknownDocumentsTotal) {}
