package dev.quarry.tenant.gate;

import dev.quarry.postgres.StartOrder;
import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.Caller;
import dev.quarry.tenant.TenantId;
import dev.quarry.tenant.directory.TenantDirectory;
import dev.quarry.tenant.token.TokenClaims;
import dev.quarry.tenant.token.Tokens;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Those who show a token of the issuer that the settings name. */
@ApplicationScoped
class Bearers {
    private final Tokens tokens;
    private final TenantDirectory tenants;
    private final Destination destination;

    Bearers(Tokens tokens, TenantDirectory tenants, Destination destination) {
        this.tokens = tokens;
        this.tenants = tenants;
        this.destination = destination;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start, Authentication authentication) {
        if (authentication.mode() == AuthMode.OIDC) {
            tokens.missing().ifPresent(setting -> {
                throw new IllegalStateException("QUARRY_AUTH is oidc, and " + setting + " is not set");
            });
        }
    }

    Uni<Admission> admit(String token, @Nullable String named) {
        return tokens.read(token)
                .flatMap(found -> found.map(claims -> admit(claims, named))
                        .orElseGet(() -> Uni.createFrom().item(Admission.Unknown.wrongKey())));
    }

    private Uni<Admission> admit(TokenClaims claims, @Nullable String named) {
        if (claims.role().isEmpty()) {
            return refuse("The token names none of the roles reader, writer, admin and operator.");
        }
        AccessRole role = claims.role().get();
        String tenant = claims.tenant();
        if (role == AccessRole.OPERATOR) {
            return destination.named(named, new Caller(TenantId.DEFAULT, role, null, claims.subject()));
        }
        if (tenant == null) {
            return refuse("The token names no tenant.");
        }
        return tenants.find(tenant)
                .map(found -> found.map(
                                id -> destination.bound(named, tenant, new Caller(id, role, null, claims.subject())))
                        .orElseGet(() -> new Admission.Forbidden("The token names a tenant that does not exist.")));
    }

    private static Uni<Admission> refuse(String detail) {
        return Uni.createFrom().item(new Admission.Forbidden(detail));
    }
}
