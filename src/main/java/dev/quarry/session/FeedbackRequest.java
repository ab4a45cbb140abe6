package dev.quarry.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT …/feedback}. Nothing of it is checked yet. */
@Schema(description = "What you think of an answer.")
public record FeedbackRequest(
        @Schema(description = "Whether the answer was of use.", required = true, examples = "true") @Nullable
        Boolean useful,

        @Schema(description = "Why, in your words.", examples = "The interval is right.") @Nullable
        String comment) {}
