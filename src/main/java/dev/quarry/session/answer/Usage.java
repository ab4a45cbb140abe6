package dev.quarry.session.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an answer cost at the model. */
@RegisterForReflection
@Schema(description = "Tokens of the model, as it says itself; else as the service estimates them.")
public record Usage(
        @Schema(description = "Tokens of what the model read.", examples = "1480")
        int promptTokens,

        @Schema(description = "Tokens of what the model wrote.", examples = "96")
        int completionTokens) {}
