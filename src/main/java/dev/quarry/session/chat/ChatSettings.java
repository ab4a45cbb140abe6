package dev.quarry.session.chat;

import dev.quarry.embedding.http.ApiKey;
import dev.quarry.embedding.http.Endpoint;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Refuses settings that make no sense, in one line that says which and what to change, before anything is touched. */
@ApplicationScoped
class ChatSettings {
    /** Room for the instructions, a question and a passage. */
    private static final int SMALLEST_PROMPT = 1024;

    private static final Logger LOG = Logger.getLogger(ChatSettings.class);
    private static final Endpoint.Kind CHAT = new Endpoint.Kind(
            "/chat/completions",
            "/v1",
            "QUARRY_CHAT_URL is not a URL such as https://api.openai.com/v1 or http://localhost:11434/v1; a password does not"
                    + " belong there but in QUARRY_CHAT_API_KEY");

    private final ChatConfig config;

    ChatSettings(ChatConfig config) {
        this.config = config;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        check(config);
        if (config.url().isPresent() && key(config) != null && endpoint(config).isOpenToEavesdroppers()) {
            LOG.warnf(
                    "chat_key_unprotected host=%s the key travels over the network unencrypted; use https",
                    endpoint(config).host());
        }
    }

    /** @throws IllegalStateException when no model can be asked by these settings */
    static void check(ChatConfig config) {
        if (config.url().isEmpty()) {
            refuse(
                    config.apiKey().isPresent() || config.model().isPresent(),
                    "quarry.chat.* is set, but not QUARRY_CHAT_URL; set it, or leave the others out");
            return;
        }
        refuse(
                config.model().isEmpty(),
                "QUARRY_CHAT_URL is set, but not QUARRY_CHAT_MODEL: what the model is called there");
        try {
            var _ = endpoint(config);
            var _ = key(config);
        } catch (IllegalArgumentException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
        refuse(config.answerTokens() < 1, "quarry.chat.answer-tokens must be at least 1");
        refuse(
                config.contextTokens() - config.answerTokens() < SMALLEST_PROMPT,
                "quarry.chat.context-tokens must exceed quarry.chat.answer-tokens by " + SMALLEST_PROMPT + " at least");
        refuse(config.retries() < 0, "quarry.chat.retries must not be below 0");
        refuse(config.concurrency() < 1, "quarry.chat.concurrency must be at least 1");
        refuse(config.breakerFailures() < 1, "quarry.chat.breaker-failures must be at least 1");
        refuse(!config.connectTimeout().isPositive(), "quarry.chat.connect-timeout must be longer than nothing");
        refuse(!config.idleTimeout().isPositive(), "quarry.chat.idle-timeout must be longer than nothing");
        refuse(!config.deadline().isPositive(), "quarry.chat.deadline must be longer than nothing");
        refuse(!config.breakerOpen().isPositive(), "quarry.chat.breaker-open must be longer than nothing");
    }

    static Endpoint endpoint(ChatConfig config) {
        return Endpoint.parse(config.url().orElseThrow(), CHAT);
    }

    static @Nullable ApiKey key(ChatConfig config) {
        return config.apiKey()
                .map(given -> new ApiKey(given, "QUARRY_CHAT_API_KEY"))
                .orElse(null);
    }

    private static void refuse(boolean senseless, String message) {
        if (senseless) {
            throw new IllegalStateException(message);
        }
    }
}
