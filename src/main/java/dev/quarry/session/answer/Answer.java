package dev.quarry.session.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An answer. */
@RegisterForReflection
@Schema(description = "An answer.")
public record Answer(
        @Schema(
                description = "The answer, with the numbers of its citations in square brackets.",
                examples = "The impeller is replaced every 200 hours. [1]")
        String content,

        @JsonUnwrapped Provenance provenance) {
    /** What is said where nothing was found. */
    static final String NOTHING_FOUND = "The documents hold nothing that answers this question.";

    Answer tookInAll(long milliseconds) {
        return new Answer(content, provenance.tookInAll(milliseconds));
    }
}
