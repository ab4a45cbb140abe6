package dev.quarry.tenant.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Tokens of an OpenID Connect issuer, for quarry.auth=oidc. */
@ConfigMapping(prefix = "quarry.oidc")
public interface TokenConfig {
    /** Who makes the tokens, as their claim iss names it. */
    Optional<String> issuer();

    /** Where the issuer's keys stand (jwks_uri in its description). */
    Optional<String> jwksUrl();

    /** For whom the tokens must be meant, as their claim aud names it. */
    Optional<String> audience();

    /** The claim that names the tenant; a/b for b within a. */
    @WithDefault("tenant")
    String tenantClaim();

    /** The claim that names the role, a text or a list; a/b for b within a. */
    @WithDefault("role")
    String roleClaim();
}
