package dev.quarry.postgres;

/**
 * The rows that a transaction may see, as row-level security is told: those of one tenant, those of every tenant, or the one
 * API key that somebody shows.
 *
 * <p>Without a scope, row-level security shows nothing at all.
 *
 * @param tenant a tenant's number, {@code *}, or nothing
 * @param keyHash the hash of the key that is shown, 64 hexadecimal digits, or nothing
 */
public record RowScope(String tenant, String keyHash) {
    /** Every tenant's rows: for the pipeline and for operators only. */
    public static final RowScope EVERY_TENANT = new RowScope("*", "");

    public RowScope {
        if (!tenant.matches("\\*|[0-9]{0,10}")) {
            throw new IllegalArgumentException("a row scope is a tenant's number or *");
        }
        if (!keyHash.matches("([0-9a-f]{64})?")) {
            throw new IllegalArgumentException("a key's hash has 64 hexadecimal digits");
        }
    }

    public static RowScope ofTenant(int tenantId) {
        return new RowScope(Integer.toString(tenantId), "");
    }

    /** The key with that hash (SHA-256, in hexadecimal digits) and its tenant, before anybody knows whose it is. */
    public static RowScope ofShownKey(String keyHash) {
        return new RowScope("", keyHash);
    }

    /** What the opening of a transaction sets; digits and an asterisk: nothing to quote. */
    String settings() {
        String tenantRows = "set_config('quarry.tenant_id', '" + tenant + "', true)";
        return keyHash.isEmpty() ? tenantRows : tenantRows + ", set_config('quarry.key_hash', '" + keyHash + "', true)";
    }
}
