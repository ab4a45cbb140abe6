package dev.quarry.session.answer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How questions are answered. */
@ConfigMapping(prefix = "quarry.answer")
public interface AnswerConfig {
    /** Passages that an answer is made of, where the caller does not say; 1 to 50. */
    @WithDefault("8")
    int passages();

    /** Sentences of an extractive answer. */
    @WithDefault("3")
    int sentences();

    /** Characters of a question at most. */
    @WithDefault("4000")
    int maxQuestionLength();

    /** Messages of the conversation that are looked at, the newest. */
    @WithDefault("10")
    int historyMessages();

    /** How long making a follow-up question stand alone may take; then it is done without the model. */
    @WithDefault("10s")
    Duration condenseDeadline();

    /** How long reading what an extractive answer is made of may take. */
    @WithDefault("3s")
    Duration readDeadline();
}
