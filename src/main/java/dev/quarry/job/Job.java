package dev.quarry.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job and how far it is. */
@Schema(description = "A job and how far it is.")
public record Job(
        @Schema(description = "The job's id.") UUID id,

        @Schema(description = "What its tasks do, such as embed_document.")
        String kind,

        @Schema(
                description = "succeeded: every task has ended and none failed; failed: some failed for good.",
                implementation = String.class,
                enumeration = {"queued", "running", "succeeded", "failed", "cancelled"})
        JobState state,

        @Schema(description = "Tasks that it has.") int total,
        @Schema(description = "Tasks that are done.") int succeeded,

        @Schema(description = "Tasks that there was nothing to do for, each with its reason.")
        int skipped,

        @Schema(description = "Tasks that failed for good.") int failed,

        @Schema(description = "Tasks that were not begun when the job was cancelled.")
        int cancelled,

        @Schema(description = "The number of its last event.")
        long lastEvent,

        @Schema(description = "What it was asked for.", implementation = Object.class, type = SchemaType.OBJECT)
        JsonObject parameters,

        @Schema(description = "When it was ordered.") OffsetDateTime createdAt,

        @Schema(description = "When its first task was begun; absent before.") @Nullable
        OffsetDateTime startedAt,

        @Schema(description = "When its last task ended.") @Nullable
        OffsetDateTime finishedAt,

        @Schema(description = "Of the first task that failed for good.") @Nullable
        String error) {

    /** Whether every task has ended. */
    @JsonIgnore
    public boolean hasEnded() {
        return finishedAt != null;
    }

    /** Ended tasks in a hundred; 100 only when the job has ended. */
    @JsonProperty
    @Schema(description = "Tasks that have ended, in a hundred, rounded down; 100 only when the job has ended.")
    public int percent() {
        if (hasEnded()) {
            return 100;
        }
        long ended = (long) succeeded + skipped + failed + cancelled;
        return total == 0 ? 0 : (int) Math.min(99, 100 * ended / total);
    }
}
