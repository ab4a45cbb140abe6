package dev.quarry.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.quarry.session.answer.Provenance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A message of a session: a question, or the answer to the one before it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A message of a session: a question, or the answer to the one before it.")
public record Message(
        @Schema(description = "The message's id.") UUID id,

        @Schema(description = "Its place in the session, from 1.", examples = "2")
        int position,

        @Schema(
                description = "Who says it: user asks, assistant answers.",
                implementation = String.class,
                enumeration = {"user", "assistant"})
        Role role,

        @Schema(
                description =
                        "A question is stored. An answer is pending until it is answered, failed (error says why), or"
                                + " cancelled (its client hung up); the last two can be retried.",
                implementation = String.class,
                enumeration = {"stored", "pending", "answered", "failed", "cancelled"})
        Status status,

        @Schema(
                description = "What is said; of an answer that was cut off, what was written by then.",
                examples = "The impeller is replaced every 200 hours. [1]")
        String content,

        @Schema(description = "Why there is no answer.") @Nullable
        String error,

        @JsonUnwrapped @Nullable Provenance provenance,

        @Schema(description = "What somebody thinks of the answer.") @Nullable
        Feedback feedback,

        @Schema(description = "When it was stored.") OffsetDateTime createdAt,

        @Schema(description = "When it was changed last.") OffsetDateTime updatedAt) {

    /** Who says it. */
    public enum Role {
        USER,
        ASSISTANT
    }

    /** Where it stands. */
    public enum Status {
        STORED,
        PENDING,
        ANSWERED,
        FAILED,
        CANCELLED
    }

    /** What somebody thinks of an answer. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "What somebody thinks of an answer.")
    public record Feedback(
            @Schema(description = "Whether the answer was of use.")
            boolean useful,

            @Schema(description = "Why, in somebody's words.") @Nullable
            String comment) {}
}
