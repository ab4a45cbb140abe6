package dev.quarry.tenant.key;

import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that somebody has shown, and that holds.
 *
 * @param tenant null for an operator's
 * @param tenantName null for an operator's
 */
public record ShownKey(
        UUID id,
        String name,
        AccessRole role,
        @Nullable TenantId tenant,
        @Nullable String tenantName) {}
