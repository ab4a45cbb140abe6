package dev.quarry.postgres;

/**
 * The rows that a transaction may see, as row-level security is told: those of one tenant, or those of every tenant.
 *
 * <p>Without a scope, row-level security shows nothing at all.
 */
public record RowScope(String setting) {
    /** Every tenant's rows: for the pipeline and for operators only. */
    public static final RowScope EVERY_TENANT = new RowScope("*");

    public RowScope {
        if (!setting.matches("\\*|[0-9]{1,10}")) {
            throw new IllegalArgumentException("a row scope is a tenant's number or *");
        }
    }

    public static RowScope ofTenant(int tenantId) {
        return new RowScope(Integer.toString(tenantId));
    }
}
