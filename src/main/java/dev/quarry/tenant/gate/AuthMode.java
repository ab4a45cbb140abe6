package dev.quarry.tenant.gate;

/** How callers say who they are. */
public enum AuthMode {
    /** By an API key. */
    KEYS,
    /** By an API key, or by a token of the OpenID Connect issuer that the settings name. */
    OIDC,
    /** Not at all: whoever reaches the service may do everything. */
    OFF
}
