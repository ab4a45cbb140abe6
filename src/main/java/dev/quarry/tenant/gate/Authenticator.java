package dev.quarry.tenant.gate;

import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.Caller;
import dev.quarry.tenant.TenantHeader;
import dev.quarry.tenant.TenantId;
import dev.quarry.tenant.key.ShownKey;
import dev.quarry.tenant.token.Tokens;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request, and whose rows it is about. */
@ApplicationScoped
class Authenticator {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_KEY = 512;

    private final Authentication authentication;
    private final KeyLookup keys;
    private final Bearers bearers;
    private final Destination destination;

    Authenticator(Authentication authentication, KeyLookup keys, Bearers bearers, Destination destination) {
        this.authentication = authentication;
        this.keys = keys;
        this.bearers = bearers;
        this.destination = destination;
    }

    Uni<Admission> admit(HttpServerRequest request) {
        String named = request.getHeader(TenantHeader.NAME);
        if (authentication.mode() == AuthMode.OFF) {
            return destination.named(named, Caller.unknown(TenantId.DEFAULT));
        }
        String credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (credentials == null) {
            return Uni.createFrom().item(Admission.Unknown.withoutKey());
        }
        // RFC 9110: a scheme's name is the same in upper and lower case.
        if (!credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().item(Admission.Unknown.wrongKey());
        }
        String text = credentials.substring(SCHEME.length()).strip();
        if (authentication.mode() == AuthMode.OIDC && Tokens.isToken(text)) {
            return bearers.admit(text, named);
        }
        return text.length() > LONGEST_KEY
                ? Uni.createFrom().item(Admission.Unknown.wrongKey())
                : keys.find(text, key -> admit(key, named));
    }

    private Uni<Admission> admit(ShownKey key, @Nullable String named) {
        if (key.tenant() == null) {
            return destination.named(named, new Caller(TenantId.DEFAULT, AccessRole.OPERATOR, key.id(), key.name()));
        }
        Caller caller = new Caller(key.tenant(), key.role(), key.id(), key.name());
        return Uni.createFrom().item(destination.bound(named, String.valueOf(key.tenantName()), caller));
    }
}
