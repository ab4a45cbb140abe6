package dev.quarry.session;

import dev.quarry.session.answer.QuestionOptions;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /sessions/{id}/messages}. Nothing of it is checked yet. */
@Schema(description = "A question in a conversation, and where to look.")
public record MessageRequest(
        @Schema(
                description = "The question; it may refer to what was said before.",
                required = true,
                examples = "And the seal?")
        @Nullable
        String content,

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
