package dev.quarry.tenant;

import dev.quarry.postgres.RowScope;

/** A tenant's number in the {@code tenants} table. */
public record TenantId(int value) {
    /** The tenant that the first migration makes; the only one until keys say otherwise. */
    public static final TenantId DEFAULT = new TenantId(1);

    public TenantId {
        if (value < 1) {
            throw new IllegalArgumentException("a tenant's number is positive");
        }
    }

    /** The rows that this tenant may see. */
    public RowScope rows() {
        return RowScope.ofTenant(value);
    }
}
