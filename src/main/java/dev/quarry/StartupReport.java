package dev.quarry;

import dev.quarry.embedded.ServerLifecycle;
import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.postgres.DatabaseConfig;
import dev.quarry.postgres.StartOrder;
import dev.quarry.postgres.url.DatabaseUrl;
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
    private final String host;
    private final int port;

    StartupReport(
            DatabaseConfig database,
            ServerLifecycle embedded,
            EmbeddingSpaces spaces,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.database = database;
        this.embedded = embedded;
        this.spaces = spaces;
        this.host = host;
        this.port = port;
    }

    void report(@Observes @Priority(StartOrder.REPORT) StartupEvent start) {
        EmbeddingSpace space = spaces.serving().space();
        String kind = embedded.running().isPresent() ? "embedded PostgreSQL" : "PostgreSQL";
        LOG.infof(
                "Quarry: http://%s:%d | database: %s at %s | model: %s, %d dimensions, %s index | auth: off, open to whoever"
                        + " reaches this address",
                host,
                port,
                kind,
                DatabaseUrl.parse(database.url()),
                space.model(),
                space.dimensions(),
                space.index().kind());
        if (!isLoopback()) {
            LOG.warnf(
                    "open_to_the_network host=%s: there are no keys yet; put a proxy that checks callers in front",
                    host);
        }
    }

    private boolean isLoopback() {
        return host.startsWith("127.") || "localhost".equals(host) || "::1".equals(host);
    }
}
