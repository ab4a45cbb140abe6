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
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Hits, best first, and how each capability did.")
public record SearchAnswer(
        @Schema(description = "What was found, best first.") List<FoundChunk> hits,
        @Schema(description = "How each capability did.") List<LegReport> legs,

        @Schema(description = "True when a capability failed or was late: what is here is right, but more may exist.")
        boolean degraded,

        @Schema(description = "How the reranker did, where one was asked.") @Nullable
        RerankReport rerank,

        @Schema(description = "Milliseconds in the service.")
        long tookMs,

        @Schema(description = "The cursor of the next page; absent where there is none.") @Nullable
        String next,

        @Schema(description = "How the answer came about; when asked for.") @Nullable
        Explanation explain) {

    /** One hit: a passage, or a record of the user's own, which has none of the fields that only passages have. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "What was found: a passage, or a record of your own tables.")
    public record FoundChunk(
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "Null for a record.", nullable = true)
            @Nullable
            UUID chunkId,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "Null for a record.", nullable = true)
            @Nullable
            UUID documentId,

            @Schema(description = "The document's title, or the record's.")
            String title,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(
                    description = "The passage; of a record its column content, null where it has none.",
                    nullable = true)
            @Nullable
            String content,

            @Schema(
                    description =
                            "The fused score; comparable within one answer only. Absent where no question was asked.")
            @Nullable
            Double score,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(description = "The chunk's place in its document, from 0; null for a record.", nullable = true)
            @Nullable
            Integer position,

            @Schema(description = "The page on which it begins, from 1; absent where the document has no pages.")
            @Nullable
            Integer page,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(
                    description = "The headings above the passage, outermost first; null for a record.",
                    nullable = true)
            @Nullable
            String headingPath,

            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Schema(
                    description = "The document's metadata; null for a record.",
                    implementation = Object.class,
                    type = SchemaType.OBJECT,
                    nullable = true)
            @Nullable
            JsonObject metadata,

            @Schema(description = "The row, where the hit is one of your own tables; absent for a passage.") @Nullable
            FoundRecord record,

            @Schema(
                    description =
                            "By capability: the rank there, from 1, and the score on that capability's own scale.")
            Map<String, LegPlace> legs,

            @Schema(description = "Chunks that say the same and are not answered on their own.") @Nullable
            List<UUID> duplicates,

            @Schema(description = "Where the reranker put it, from 1, and its score there.") @Nullable
            LegPlace rerank,

            @Schema(description = "Where the question's words stand in the content; when asked for.") @Nullable
            List<Highlight> highlights,

            @Schema(
                    description =
                            "The chunks around it, in the document's order, each once in an answer; when asked for.")
            @Nullable
            List<ContextChunk> context,

            @Schema(description = "By capability: what it gave to the score; when an explanation is asked for.")
            @Nullable
            Map<String, LegShare> explain) {
        /** A record of the user's own, and how it stood in a ranking. */
        static FoundChunk of(Item.OwnRecord found, Standing standing) {
            return new FoundChunk(
                    null,
                    null,
                    found.title(),
                    found.content(),
                    standing.score(),
                    null,
                    null,
                    null,
                    null,
                    new FoundRecord(found.source(), found.id(), found.title(), found.fields()),
                    standing.legs(),
                    null,
                    standing.rerank(),
                    null,
                    null,
                    standing.explain());
        }

        /** A chunk, and how it stood in a ranking. */
        static FoundChunk of(Passage passage, Standing standing, HitDetails.Fetched details) {
            return new FoundChunk(
                    passage.id(),
                    passage.documentId(),
                    passage.title(),
                    passage.content(),
                    standing.score(),
                    passage.position(),
                    passage.page(),
                    passage.headingPath(),
                    passage.metadata(),
                    null,
                    standing.legs(),
                    standing.duplicates(),
                    standing.rerank(),
                    details.highlightsOf(passage.id()),
                    details.contextOf(passage.id()),
                    standing.explain());
        }
    }

    /** How a passage stood in a ranking; without a question it stood nowhere. */
    record Standing(
            @Nullable Double score,
            Map<String, LegPlace> legs,
            @Nullable LegPlace rerank,
            @Nullable List<UUID> duplicates,
            @Nullable Map<String, LegShare> explain) {
        static final Standing NONE = new Standing(null, Map.of(), null, null, null);
    }

    /** A chunk beside a hit. */
    @Schema(description = "A chunk of the hit's document, near it.")
    public record ContextChunk(
            @Schema(description = "The chunk's id.") UUID chunkId,

            @Schema(description = "Its place in the document, from 0.")
            int position,

            @Schema(description = "The headings above it, outermost first.")
            String headingPath,

            @Schema(description = "The text.") String content) {}

    /** A row of a table of the user's own. */
    @Schema(description = "A row that a query of your own found.")
    public record FoundRecord(
            @Schema(description = "The capability whose query found it, such as sql:parts.")
            String source,

            @Schema(description = "The row's id, as a text.")
            String id,

            @Schema(description = "The row's title.") String title,

            @Schema(
                    description = "The query's other columns, as JSON has their types.",
                    implementation = Object.class,
                    type = SchemaType.OBJECT)
            Map<String, @Nullable Object> fields) {}

    /** Where a capability had a passage. */
    @Schema(description = "A passage's place within one capability's hits.")
    public record LegPlace(
            @Schema(description = "Its rank there, from 1.") int rank,

            @Schema(description = "The score there; larger is better.")
            double score) {}

    /** What a capability gave to a passage's score. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "What a capability gave to a passage's score.")
    public record LegShare(
            @Schema(description = "Its rank there; absent where the capability did not give it.") @Nullable
            Integer rank,

            @Schema(description = "On the capability's own scale.") @Nullable
            Double score,

            @Schema(description = "On the scale that all capabilities share, from 0 to 1.") @Nullable
            Double relevance,

            @Schema(
                    description =
                            "Its part of the fused score, which is the sum of these. A capability that was cut off gives"
                                    + " what its last hit got to a passage that it does not have.")
            double contribution) {
        static LegShare of(Fusion.@Nullable Place place, double contribution) {
            return place == null
                    ? new LegShare(null, null, null, contribution)
                    : new LegShare(place.rank(), place.score(), place.relevance(), contribution);
        }
    }

    /** How a capability did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "How one capability did.")
    public record LegReport(
            @Schema(description = "The capability's name.") String capability,

            @Schema(description = "ok, late or failed.") String status,

            @Schema(description = "Whether nothing better can exist; absent where it did not answer.") @Nullable
            Boolean exact,

            @Schema(description = "How many chunks it found.")
            int hits,

            @Schema(description = "Milliseconds that it took.")
            long tookMs,

            @Schema(description = "Why it failed.") @Nullable
            String error,

            @Schema(description = "Its weight in the fusion; when an explanation is asked for.") @Nullable
            Double weight,

            @Schema(description = "Milliseconds that it had; when an explanation is asked for.") @Nullable
            Long deadlineMs,

            @Schema(
                    description = "How it searched; when an explanation is asked for.",
                    implementation = Object.class,
                    type = SchemaType.OBJECT)
            @Nullable
            Map<String, Object> plan) {
        static LegReport of(Leg leg) {
            return switch (leg) {
                case Leg.Answered answered ->
                    new LegReport(
                            answered.capability(),
                            "ok",
                            answered.found().exact(),
                            answered.hits().size(),
                            answered.took().toMillis(),
                            null,
                            null,
                            null,
                            null);
                case Leg.Late late -> without(late, "late", "it did not answer within its deadline");
                case Leg.Failed failed -> without(failed, "failed", failed.reason());
            };
        }

        LegReport explained(double usedWeight, long givenMs, @Nullable Map<String, Object> usedPlan) {
            return new LegReport(capability, status, exact, hits, tookMs, error, usedWeight, givenMs, usedPlan);
        }

        private static LegReport without(Leg leg, String status, String error) {
            return new LegReport(leg.capability(), status, null, 0, leg.took().toMillis(), error, null, null, null);
        }
    }

    /** How an answer came about. */
    @Schema(description = "How an answer came about.")
    public record Explanation(
            @Schema(
                    description =
                            "Milliseconds by part: fan_out (all capabilities together), slowest_leg, fusion, texts;"
                                    + " and what was asked for besides.")
            Map<String, Double> timesMs,

            @Schema(description = "The capability that took longest.")
            String slowestLeg,

            @Schema(
                    description = "How it was fused.",
                    implementation = String.class,
                    enumeration = {"weighted_sum", "reciprocal_rank"})
            FusionMethod fusion,

            @Schema(description = "Hits that each capability was asked for.")
            int depth,

            @Schema(description = "Hits that there were, each counted once.")
            int candidates,

            @Schema(description = "Of those looked at, how many were folded into one that says the same.")
            int folded) {}
}
