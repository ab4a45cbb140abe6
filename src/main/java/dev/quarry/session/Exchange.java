package dev.quarry.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A question and its answer, as they are stored. */
@RegisterForReflection
@Schema(description = "A question and its answer, as they are stored.")
public record Exchange(
        @Schema(description = "The question.") Message question,

        @Schema(description = "Its answer: answered, failed or cancelled by now.")
        Message answer) {}
