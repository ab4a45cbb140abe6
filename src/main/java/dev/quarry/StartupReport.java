package dev.quarry;

import dev.quarry.embedded.ServerLifecycle;
import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.postgres.DatabaseConfig;
import dev.quarry.postgres.StartOrder;
import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.tenant.gate.AuthMode;
import dev.quarry.tenant.gate.Authentication;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Says in one line what a person needs first. */
@ApplicationScoped
class StartupReport {
    private static final Logger LOG = Logger.getLogger("quarry");

    private final DatabaseConfig database;
    private final ServerLifecycle embedded;
    private final EmbeddingSpaces spaces;
    private final Authentication authentication;
    private final String host;
    private final int port;

    StartupReport(
            DatabaseConfig database,
            ServerLifecycle embedded,
            EmbeddingSpaces spaces,
            Authentication authentication,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.database = database;
        this.embedded = embedded;
        this.spaces = spaces;
        this.authentication = authentication;
        this.host = host;
        this.port = port;
    }

    void report(@Observes @Priority(StartOrder.REPORT) StartupEvent start) {
        EmbeddingSpace space = spaces.serving().space();
        String kind = embedded.running().isPresent() ? "embedded PostgreSQL" : "PostgreSQL";
        LOG.infof(
                "Quarry: http://%s:%d | database: %s at %s | model: %s, %d dimensions, %s index | auth: %s",
                host,
                port,
                kind,
                DatabaseUrl.parse(database.url()),
                space.model(),
                space.dimensions(),
                space.index().kind(),
                label(authentication.mode()));
        if (authentication.mode() == AuthMode.OFF && embedded.running().isEmpty()) {
            LOG.warnf(
                    "open_without_a_key database=%s: whoever reaches this address may do everything (QUARRY_AUTH=off)",
                    kind);
        }
        if (authentication.mode() == AuthMode.OFF && !authentication.isLoopback()) {
            LOG.warnf(
                    "open_to_the_network host=%s: whoever reaches this address may do everything (QUARRY_AUTH=off)",
                    host);
        }
    }

    private static String label(AuthMode mode) {
        return switch (mode) {
            case KEYS -> "keys";
            case OIDC -> "keys, and tokens of the issuer";
            case OFF -> "off, open to whoever reaches this address";
        };
    }
}
