package dev.quarry.search.rerank;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** A model elsewhere that puts the best hits of a search in order. */
@ConfigMapping(prefix = "quarry.rerank")
public interface RerankConfig {
    /** The server, the base such as {@code https://api.jina.ai/v1}, or all of it up to {@code /rerank}; without it nothing is reranked. */
    Optional<String> url();

    /** How it is asked: {@code cohere}, as Cohere, Jina, vLLM and Infinity want it, or {@code tei}. */
    @WithDefault("cohere")
    Protocol protocol();

    /** What the model is called there; {@code tei} serves one and wants none. */
    Optional<String> model();

    /** Sent as a bearer token. */
    Optional<String> apiKey();

    /** Hits that are put in order, the best first. */
    @WithDefault("50")
    int top();

    /** Characters of a passage that are sent at most. */
    @WithDefault("4000")
    int maxLength();

    /** How long it may take; the search's own deadline may be shorter. */
    @WithDefault("2s")
    Duration deadline();

    /** How long opening a connection may take. */
    @WithDefault("1s")
    Duration connectTimeout();

    /** Requests under way at once; a search that meets so many keeps the order that it has. */
    @WithDefault("16")
    int concurrency();

    /** Failures in a row after which the service is left alone. */
    @WithDefault("5")
    int breakerFailures();

    /** How long it is left alone. */
    @WithDefault("15s")
    Duration breakerOpen();

    /** What {@link #protocol()} can be. */
    enum Protocol {
        COHERE,
        TEI
    }
}
