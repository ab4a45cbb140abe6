package dev.quarry.session.answer;

import dev.quarry.session.chat.ChatConfig;
import dev.quarry.session.chat.ChatModel;
import dev.quarry.session.chat.ChatRequest;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Has the model word the answer from what was found. */
@ApplicationScoped
class GeneratedAnswers {
    private final ChatModel model;
    private final ChatConfig config;
    private final PromptWriter prompts;
    private final TokenEstimate estimate;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    GeneratedAnswers(ChatModel model, ChatConfig config, PromptWriter prompts, TokenEstimate estimate) {
        this.model = model;
        this.config = config;
        this.prompts = prompts;
        this.estimate = estimate;
    }

    /** @param retrieved some passages at least: without one there is nothing to word */
    Multi<AnswerEvent> answer(Question question, Retrieved retrieved) {
        // Counting tokens works the processor: not on the event loop.
        return Uni.createFrom()
                .item(() -> prompts.write(question.text(), question.history(), retrieved.passages()))
                .runSubscriptionOn(threads)
                .onItem()
                .transformToMulti(prompt -> told(prompt, retrieved.query()));
    }

    void stop(@Observes ShutdownEvent shutdown) {
        threads.shutdownNow();
    }

    private Multi<AnswerEvent> told(Prompt prompt, String query) {
        Transcript transcript = new Transcript(prompt, query, model.name(), estimate::of);
        return model.stream(new ChatRequest(prompt.messages(), config.answerTokens(), config.deadline()))
                .onItem()
                .transformToIterable(transcript::accept);
    }
}
