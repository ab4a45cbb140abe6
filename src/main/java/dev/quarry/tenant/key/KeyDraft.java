package dev.quarry.tenant.key;

import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.TenantId;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A key that is to be made.
 *
 * @param tenant whose rows it is for; null for an operator's, and only for that
 * @param expiresAt null: never
 */
public record KeyDraft(
        String name,
        AccessRole role,
        @Nullable TenantId tenant,
        @Nullable OffsetDateTime expiresAt) {
    public KeyDraft {
        if ((role == AccessRole.OPERATOR) != (tenant == null)) {
            throw new IllegalArgumentException("an operator's key, and no other, is of no tenant");
        }
    }
}
