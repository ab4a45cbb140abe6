package dev.quarry.job;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A task of a job as its followers see it. */
@RegisterForReflection // Written as an event's data, where the build does not see its type.
@Schema(description = "A task of a job.")
public record JobTask(
        @Schema(description = "Its number within the job, from 1.")
        int number,

        @Schema(description = "What it is about; for embed_document the document's id.")
        String subject,

        @Schema(
                description = "Where it stands.",
                implementation = String.class,
                enumeration = {"pending", "running", "succeeded", "skipped", "failed", "cancelled"})
        TaskState state,

        @Schema(description = "How often it has been tried.")
        int attempts,

        @Schema(description = "When a pending task may be tried.")
        OffsetDateTime nextAttemptAt,

        @Schema(description = "The worker that is at it.") @Nullable
        String leaseOwner,

        @Schema(description = "When the task is given to another worker unless its owner renews the lease.") @Nullable
        OffsetDateTime leaseUntil,

        @Schema(description = "Why it was skipped, put off, or failed last.") @Nullable
        String reason,

        @Schema(description = "The number of the event of its end.") @Nullable
        Long event,

        @Schema(description = "When its last attempt began.") @Nullable
        OffsetDateTime startedAt,

        @Schema(description = "When it ended; absent before.") @Nullable
        OffsetDateTime finishedAt) {}
