package dev.quarry.tenant;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and for whose data.
 *
 * @param tenant the tenant whose rows the request is about
 * @param role what it may do there
 * @param keyId the key that it showed; null without keys, and for a token of another issuer
 * @param name what people call it, for logs and the audit log
 */
public record Caller(
        TenantId tenant, AccessRole role, @Nullable UUID keyId, String name) {
    /** Whoever reaches an instance that asks for no key. */
    public static Caller unknown(TenantId tenant) {
        return new Caller(tenant, AccessRole.OPERATOR, null, "anyone");
    }
}
