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

    /** One passage. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "A passage that was found.")
    public record FoundChunk(
            UUID chunkId,
            UUID documentId,

            @Schema(description = "The document's title.") String title,

            String content,

            @Schema(
                    description =
                            "The fused score; comparable within one answer only. Absent where no question was asked.")
            @Nullable
            Double score,

            @Schema(description = "The chunk's place in its document, from 0.")
            int position,

            @Schema(description = "The headings above the passage, outermost first.")
            String headingPath,

            @Schema(description = "The document's metadata.", implementation = Object.class, type = SchemaType.OBJECT)
            JsonObject metadata,

            @Schema(
                    description =
                            "By capability: the rank there, from 1, and the score on that capability's own scale.")
            Map<String, LegPlace> legs) {
        static FoundChunk of(Passage passage, @Nullable Double score, Map<String, LegPlace> legs) {
            return new FoundChunk(
                    passage.id(),
                    passage.documentId(),
                    passage.title(),
                    passage.content(),
                    score,
                    passage.position(),
                    passage.headingPath(),
                    passage.metadata(),
                    legs);
        }

        /** A chunk that nobody asked for by a question. */
        static FoundChunk listed(Passage passage) {
            return of(passage, null, Map.of());
        }
    }

    /** Where a capability had a passage. */
    @Schema(description = "A passage's place within one capability's hits.")
    public record LegPlace(int rank, double score) {}

    /** How a capability did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "How one capability did.")
    public record LegReport(
            String capability,

            @Schema(description = "ok, late or failed.") String status,

            @Schema(description = "How many chunks it found.")
            int hits,

            long tookMs,

            @Schema(description = "Why it failed.") @Nullable
            String error) {}
}
