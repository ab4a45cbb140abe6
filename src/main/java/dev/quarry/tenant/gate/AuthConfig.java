package dev.quarry.tenant.gate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Optional;

/** Who gets in. */
@ConfigMapping(prefix = "quarry.auth")
public interface AuthConfig {
    /**
     * keys, oidc (tokens of an issuer, and keys), or off. When absent: off on the embedded database and a loopback address,
     * keys everywhere else.
     */
    @WithParentName
    Optional<AuthMode> mode();

    /** Whether /q/metrics needs an operator's key; its figures name no tenant and no document. */
    @WithDefault("false")
    boolean protectMetrics();
}
