package dev.quarry.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.session.answer.AnswerRequest;
import dev.quarry.session.answer.Answerer;
import dev.quarry.session.answer.CallersTenant;
import dev.quarry.session.answer.QuestionCheck;
import dev.quarry.tenant.TenantId;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Answers with citations. */
@Singleton
class AnswerTool {
    private final CallersTenant tenant;
    private final ToolAnswers answers;
    private final QuestionCheck check;
    private final Answerer answerer;
    private final ObjectMapper json;

    AnswerTool(CallersTenant tenant, ToolAnswers answers, QuestionCheck check, Answerer answerer, ObjectMapper json) {
        this.tenant = tenant;
        this.answers = answers;
        this.check = check;
        this.answerer = answerer;
        this.json = json;
    }

    @Tool(
            name = "answer",
            description =
                    "Answers one question from the documents, each statement with a citation: number, document, quote"
                            + " and where it stands. supported is false where the documents do not answer it.",
            annotations =
                    @Tool.Annotations(
                            title = "Answer a question",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    Uni<ToolResponse> answer(
            @ToolArg(description = "The question, as it stands on its own.") String question,
            @ToolArg(description = "Passages that the answer is made of, 1 to 50.", required = false) @Nullable
                    Integer k,
            @ToolArg(description = SearchTool.FILTER, required = false) @Nullable String filter) {
        TenantId caller = tenant.current();
        return answers.of(() -> answerer.answerOnly(
                check.question(caller, new AnswerRequest(question, k, null, SearchTool.read(filter, json)))));
    }
}
