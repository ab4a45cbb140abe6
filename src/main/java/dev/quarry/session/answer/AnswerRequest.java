package dev.quarry.session.answer;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /answer}. Nothing of it is checked yet. */
@Schema(description = "A question, and where to look.")
public record AnswerRequest(
        @Schema(description = "The question.", required = true, examples = "How often do I change the impeller?")
        @Nullable
        String question,

        @Schema(
                description = "Passages that the answer is made of; as quarry.answer.passages has it when absent.",
                minimum = "1",
                maximum = "50",
                examples = "8")
        @Nullable
        Integer k,

        @Schema(description = "Which capabilities to ask; all of them when absent.", examples = "[\"bm25\"]") @Nullable
        List<String> capabilities,

        @Schema(
                description = "Which documents are meant (docs/filters.md).",
                implementation = Object.class,
                type = SchemaType.OBJECT,
                examples = "{\"language\": \"en\"}")
        @Nullable
        Map<String, Object> filter) {
    QuestionOptions options() {
        return new QuestionOptions(k, capabilities, filter);
    }
}
