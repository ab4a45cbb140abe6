package dev.quarry.tenant.gate;

import dev.quarry.postgres.DatabaseConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How callers of this instance say who they are, and why. */
@ApplicationScoped
public class Authentication {
    private final AuthConfig config;
    private final DatabaseConfig database;
    private final String host;

    Authentication(
            AuthConfig config, DatabaseConfig database, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.database = database;
        this.host = host;
    }

    /** What the settings say; where they are silent, open only to this machine and on a database of its own. */
    public AuthMode mode() {
        return config.mode().orElse(database.embedded() && isLoopback() ? AuthMode.OFF : AuthMode.KEYS);
    }

    /** Whether only this machine reaches the service. */
    public boolean isLoopback() {
        return host.startsWith("127.") || "localhost".equals(host) || "::1".equals(host);
    }
}
