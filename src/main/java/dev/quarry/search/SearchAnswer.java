package dev.quarry.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a search. */
@Schema(description = "Hits, best first, and how each capability did.")
public record SearchAnswer(
        List<FoundChunk> hits,
        List<LegReport> legs,

        @Schema(description = "True when a capability failed or was late: what is here is right, but more may exist.")
        boolean degraded,

        @Schema(description = "Milliseconds in the service.")
        long tookMs) {

    /** One hit: a passage, or a record of the user's own, which has none of the fields that only passages have. */
    @Schema(description = "What was found: a passage, or a record of your own tables.")
    public record FoundChunk(
            @Schema(description = "Null for a record.", nullable = true) @Nullable
            UUID chunkId,

            @Schema(description = "Null for a record.", nullable = true) @Nullable
            UUID documentId,

            @Schema(description = "The document's title, or the record's.")
            String title,

            @Schema(
                    description = "The passage; of a record its column content, null where it has none.",
                    nullable = true)
            @Nullable
            String content,

            @Schema(description = "The fused score; comparable within one answer only.")
            double score,

            @Schema(description = "The chunk's place in its document, from 0; null for a record.", nullable = true)
            @Nullable
            Integer position,

            @Schema(
                    description = "The headings above the passage, outermost first; null for a record.",
                    nullable = true)
            @Nullable
            String headingPath,

            @Schema(
                    description = "The document's metadata; null for a record.",
                    implementation = Object.class,
                    type = SchemaType.OBJECT,
                    nullable = true)
            @Nullable
            JsonObject metadata,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "The row, where the hit is one of your own tables; absent for a passage.")
            @Nullable
            FoundRecord record,

            @Schema(
                    description =
                            "By capability: the rank there, from 1, and the score on that capability's own scale.")
            Map<String, LegPlace> legs) {}

    /** A row of a table of the user's own. */
    @Schema(description = "A row that a query of your own found.")
    public record FoundRecord(
            @Schema(description = "The capability whose query found it, such as sql:parts.")
            String source,

            @Schema(description = "The row's id, as a text.")
            String id,

            String title,

            @Schema(
                    description = "The query's other columns, as JSON has their types.",
                    implementation = Object.class,
                    type = SchemaType.OBJECT)
            Map<String, @Nullable Object> fields) {}

    /** Where a capability had a passage. */
    @Schema(description = "A passage's place within one capability's hits.")
    public record LegPlace(int rank, double score) {}

    /** How a capability did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "How one capability did.")
    public record LegReport(
            String capability,

            @Schema(description = "ok, late or failed.") String status,

            @Schema(description = "How many hits it had.") int hits,

            long tookMs,

            @Schema(description = "Why it failed.") @Nullable
            String error) {}
}
