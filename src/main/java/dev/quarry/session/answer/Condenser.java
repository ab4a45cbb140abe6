package dev.quarry.session.answer;

import dev.quarry.failure.Failure;
import dev.quarry.session.chat.ChatConfig;
import dev.quarry.session.chat.ChatDelta;
import dev.quarry.session.chat.ChatMessage;
import dev.quarry.session.chat.ChatMessage.Role;
import dev.quarry.session.chat.ChatModel;
import dev.quarry.session.chat.ChatRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes a follow-up question stand on its own, so that it can be searched for: by the model, or where there is none, or it
 * fails, by putting the question before it in front of a short one.
 */
@ApplicationScoped
class Condenser {
    private static final Logger LOG = Logger.getLogger(Condenser.class);

    /** What is longer says itself what it is about. */
    private static final int SHORT_QUESTION = 8;

    private static final int QUESTION_TOKENS = 200;

    private static final String INSTRUCTIONS = """
            Rewrite the user's last question so that it can be understood without the conversation: put names in the place of \
            "it", "that" and the like. Keep its language. Answer with the rewritten question and nothing else.""";

    private final ChatModel model;
    private final ChatConfig chat;
    private final AnswerConfig config;
    private final PromptWriter prompts;

    Condenser(ChatModel model, ChatConfig chat, AnswerConfig config, PromptWriter prompts) {
        this.model = model;
        this.chat = chat;
        this.config = config;
        this.prompts = prompts;
    }

    /** @return the question as it stands on its own; never fails */
    Uni<String> condense(Question question) {
        if (question.history().isEmpty()) {
            return Uni.createFrom().item(question.text());
        }
        return model.isSetUp()
                ? byModel(question).onFailure(Failure.class).recoverWithItem(error -> {
                    LOG.warnf("condense_failed error=%s", error.getMessage());
                    return byRule(question);
                })
                : Uni.createFrom().item(() -> byRule(question));
    }

    static String byRule(Question question) {
        String text = question.text().strip();
        if (text.split("\\s+", SHORT_QUESTION + 1).length > SHORT_QUESTION) {
            return text;
        }
        return question.history().reversed().stream()
                .filter(Turn::byUser)
                .findFirst()
                .map(before -> before.text().strip() + " " + text)
                .orElse(text);
    }

    private Uni<String> byModel(Question question) {
        return model.stream(new ChatRequest(
                        messages(question), Math.min(QUESTION_TOKENS, chat.answerTokens()), config.condenseDeadline()))
                .filter(ChatDelta.Text.class::isInstance)
                .map(delta -> ((ChatDelta.Text) delta).text())
                .collect()
                .with(Collectors.joining())
                .map(said -> usable(said, question));
    }

    /** What is empty, or longer than any question, is no question. */
    private String usable(String said, Question question) {
        String condensed = said.strip();
        return condensed.isEmpty() || condensed.length() > config.maxQuestionLength() || condensed.indexOf('\0') >= 0
                ? byRule(question)
                : condensed;
    }

    private List<ChatMessage> messages(Question question) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(new ChatMessage(Role.SYSTEM, INSTRUCTIONS));
        messages.addAll(prompts.conversation(question));
        messages.add(new ChatMessage(Role.USER, question.text()));
        return messages;
    }
}
