package dev.quarry.session;

import dev.quarry.postgres.StartOrder;
import dev.quarry.search.SearchConfig;
import dev.quarry.session.answer.AnswerConfig;
import dev.quarry.session.chat.ChatConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses to start with settings under which no conversation could go on. */
@ApplicationScoped
class SessionSettingsCheck {
    private final SessionConfig config;
    private final AnswerConfig answers;
    private final ChatConfig chat;
    private final SearchConfig search;

    SessionSettingsCheck(SessionConfig config, AnswerConfig answers, ChatConfig chat, SearchConfig search) {
        this.config = config;
        this.answers = answers;
        this.chat = chat;
        this.search = search;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        require(config.maxSessions() >= 1, "quarry.session.max-sessions must be at least 1");
        require(config.maxMessages() >= 2, "quarry.session.max-messages must be at least 2: a question and its answer");
        require(
                config.pendingDeadline().compareTo(chat.deadline().plus(answers.condenseDeadline())) > 0,
                "quarry.session.pending-deadline must be longer than quarry.chat.deadline and"
                        + " quarry.answer.condense-deadline together: an answer would fail while it is written");
        require(
                config.keep().isEmpty() || config.keep().get().compareTo(config.pendingDeadline()) >= 0,
                "quarry.session.keep must not be shorter than quarry.session.pending-deadline");
        require(answers.passages() >= 1 && answers.passages() <= 50, "quarry.answer.passages must be between 1 and 50");
        require(answers.sentences() >= 1, "quarry.answer.sentences must be at least 1");
        require(answers.historyMessages() >= 0, "quarry.answer.history-messages must not be below 0");
        require(
                answers.maxQuestionLength() >= 1 && answers.maxQuestionLength() <= search.maxQueryLength(),
                "quarry.answer.max-question-length must be between 1 and quarry.search.max-query-length: questions are"
                        + " searched for");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
