package dev.quarry.tenant;

/** The request header by which an operator says whose rows it means; the first tenant's where it is absent. */
public final class TenantHeader {
    public static final String NAME = "Quarry-Tenant";

    private TenantHeader() {}
}
