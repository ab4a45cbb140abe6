package dev.quarry.session.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How an answer came about, and what it rests on. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How an answer came about, and what it rests on.")
public record Provenance(
        @Schema(
                description = "extractive: sentences of the documents. generated: written by the model.",
                implementation = String.class,
                enumeration = {"extractive", "generated"})
        Kind kind,

        @Schema(
                description = "Whether it cites anything. False: nothing in the documents supports it, or nothing was"
                        + " found.")
        boolean supported,

        @Schema(description = "Whether it was cut off where the model may write no more.")
        boolean truncated,

        @Schema(description = "What was searched for: the question as it stands on its own.")
        String query,

        @Schema(description = "The model that wrote it; absent of an extractive answer.") @Nullable
        String model,

        @Schema(description = "By the numbers in the answer's text.")
        List<Citation> citations,

        @Schema(description = "What it cost at the model; absent of an extractive answer.") @Nullable
        Usage usage,

        @Schema(description = "Milliseconds from the question to the answer's end.")
        long tookMs) {
    public Provenance {
        citations = List.copyOf(citations);
    }

    /** Who worded it. */
    public enum Kind {
        EXTRACTIVE,
        GENERATED
    }

    Provenance tookInAll(long milliseconds) {
        return new Provenance(kind, supported, truncated, query, model, citations, usage, milliseconds);
    }
}
