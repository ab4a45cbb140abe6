package dev.quarry.session.chat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** A language model elsewhere that words the answers. */
@ConfigMapping(prefix = "quarry.chat")
public interface ChatConfig {
    /**
     * The server, the base such as {@code https://api.openai.com/v1}, or all of it up to {@code /chat/completions}; without it
     * answers are sentences of the documents.
     */
    Optional<String> url();

    /** What the model is called there. */
    Optional<String> model();

    /** Sent as a bearer token. */
    Optional<String> apiKey();

    /** Tokens that the model reads and writes in one request together. */
    @WithDefault("8192")
    int contextTokens();

    /** Tokens of an answer at most; they are kept free in the model's context. */
    @WithDefault("1024")
    int answerTokens();

    /** What the limit of an answer is called in a request: {@code max_tokens}, or {@code max_completion_tokens}. */
    @WithDefault("max-tokens")
    LimitParameter limitParameter();

    /** How freely the model words, from 0; the model's own way when absent. */
    Optional<Double> temperature();

    /** How long opening a connection may take. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** How long nothing may come: before the first word, and between two. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** How long an answer may take in all, its tries and waits together. */
    @WithDefault("2m")
    Duration deadline();

    /** How often a request is sent again that failed before its first word. */
    @WithDefault("2")
    int retries();

    /** The longest wait that the service may ask for; one that wants more fails the answer. */
    @WithDefault("10s")
    Duration longestWait();

    /** Requests under way at once in an instance; an answer beyond them is refused. */
    @WithDefault("256")
    int concurrency();

    /** Failures in a row after which the service is left alone. */
    @WithDefault("5")
    int breakerFailures();

    /** How long it is left alone. */
    @WithDefault("15s")
    Duration breakerOpen();

    /** What {@link #limitParameter()} can be. */
    enum LimitParameter {
        MAX_TOKENS,
        MAX_COMPLETION_TOKENS
    }
}
