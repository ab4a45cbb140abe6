package dev.quarry.search.rerank;

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
class RerankSettings {
    private static final Logger LOG = Logger.getLogger(RerankSettings.class);
    private static final Endpoint.Kind RERANK = new Endpoint.Kind(
            "/rerank",
            "",
            "QUARRY_RERANK_URL is not a URL such as https://api.jina.ai/v1 or http://localhost:8080/rerank; a password does"
                    + " not belong there but in QUARRY_RERANK_API_KEY");

    private final RerankConfig config;

    RerankSettings(RerankConfig config) {
        this.config = config;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        check(config);
        if (config.url().isPresent() && key(config) != null && endpoint(config).isOpenToEavesdroppers()) {
            LOG.warnf(
                    "rerank_key_unprotected host=%s the key travels over the network unencrypted; use https",
                    endpoint(config).host());
        }
    }

    /** @throws IllegalStateException when no reranker can be made of these settings */
    static void check(RerankConfig config) {
        if (config.url().isEmpty()) {
            refuse(
                    config.apiKey().isPresent() || config.model().isPresent(),
                    "quarry.rerank.* is set, but not QUARRY_RERANK_URL; set it, or leave the others out");
            return;
        }
        try {
            var _ = endpoint(config);
            var _ = key(config);
        } catch (IllegalArgumentException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
        refuse(config.top() < 1 || config.top() > 1000, "quarry.rerank.top must be between 1 and 1000");
        refuse(config.maxLength() < 1, "quarry.rerank.max-length must be at least 1");
        refuse(config.concurrency() < 1, "quarry.rerank.concurrency must be at least 1");
        refuse(config.breakerFailures() < 1, "quarry.rerank.breaker-failures must be at least 1");
        refuse(!config.deadline().isPositive(), "quarry.rerank.deadline must be longer than nothing");
        refuse(!config.connectTimeout().isPositive(), "quarry.rerank.connect-timeout must be longer than nothing");
        refuse(!config.breakerOpen().isPositive(), "quarry.rerank.breaker-open must be longer than nothing");
    }

    static Endpoint endpoint(RerankConfig config) {
        return Endpoint.parse(config.url().orElseThrow(), RERANK);
    }

    static @Nullable ApiKey key(RerankConfig config) {
        return config.apiKey()
                .map(given -> new ApiKey(given, "QUARRY_RERANK_API_KEY"))
                .orElse(null);
    }

    private static void refuse(boolean senseless, String message) {
        if (senseless) {
            throw new IllegalStateException(message);
        }
    }
}
