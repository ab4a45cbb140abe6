package dev.quarry.evaluation;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A question and what one variant made of it. */
@Schema(description = "A question and what one variant made of it.")
record MeasuredQuery(
        String id,

        String text,

        @Schema(
                description = "A document's id or external_id: its grade.",
                implementation = Object.class,
                type = SchemaType.OBJECT)
        JsonObject judgements,

        @Schema(description = "Names among them that mean no document.")
        List<String> unknownDocuments,

        double ndcg,
        double averagePrecision,
        double recall,
        double reciprocalRank,
        double tookMs,

        @Schema(description = "Whether a capability failed or was late: then it counts in no mean.")
        boolean degraded) {}
