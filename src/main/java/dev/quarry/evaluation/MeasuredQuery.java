package dev.quarry.evaluation;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A question and what one variant made of it. */
@Schema(description = "A question and what one variant made of it.")
record MeasuredQuery(
        @Schema(description = "What the question is called.")
        String id,

        @Schema(description = "The question.") String text,

        @Schema(
                description = "A document's id or external_id: its grade.",
                implementation = Object.class,
                type = SchemaType.OBJECT)
        JsonObject judgements,

        @Schema(description = "Names among them that mean no document.")
        List<String> unknownDocuments,

        @Schema(description = "Normalised discounted cumulative gain of the first k.")
        double ndcg,

        @Schema(description = "Average precision within the depth.")
        double averagePrecision,

        @Schema(description = "The share of the relevant documents among the first k.")
        double recall,

        @Schema(description = "1 / rank of the first relevant document.")
        double reciprocalRank,

        @Schema(description = "Milliseconds that its search took.")
        double tookMs,

        @Schema(description = "Whether a capability failed or was late: then it counts in no mean.")
        boolean degraded) {}
