package dev.quarry.evaluation;

import dev.quarry.job.JobState;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A run: what was measured, and how far it is. */
@Schema(description = "A run: what is measured, and how far it is.")
record Evaluation(
        @Schema(description = "Its id, and its job's.") UUID id,

        @Schema(description = "What it was called.") @Nullable
        String name,

        @Schema(
                description = "Its job's; failed: some questions could not be measured, and the job can be retried.",
                implementation = String.class,
                enumeration = {"queued", "running", "succeeded", "failed", "cancelled"})
        JobState state,

        @Schema(description = "Why the first question that could not be measured was not.") @Nullable
        String error,

        @Schema(description = "Questions.") int queries,

        @Schema(description = "nDCG and recall look at the first k documents.")
        int k,

        @Schema(description = "Average precision and reciprocal rank look at the first depth documents.")
        int depth,

        @Schema(
                description = "Everything that decides what is found.",
                implementation = Object.class,
                type = SchemaType.OBJECT)
        JsonObject settings,

        @Schema(description = "What there was to search.") Corpus corpus,

        @Schema(description = "When it was ordered.") OffsetDateTime createdAt,

        @Schema(description = "When its last question was measured.") @Nullable
        OffsetDateTime finishedAt) {
    /** What there was to search when the run was ordered. */
    @Schema(description = "What there was to search when the run was ordered.")
    record Corpus(
            @Schema(description = "Documents when it was ordered.")
            long documents,

            @Schema(description = "Chunks when it was ordered.")
            long chunks) {}

    /** All that may make two runs' figures differ, by name. */
    JsonObject circumstances() {
        return settings.copy()
                .put("k", k)
                .put("depth", depth)
                .put(
                        "corpus",
                        new JsonObject().put("documents", corpus.documents()).put("chunks", corpus.chunks()));
    }
}
