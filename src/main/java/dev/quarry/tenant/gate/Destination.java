package dev.quarry.tenant.gate;

import dev.quarry.tenant.Caller;
import dev.quarry.tenant.TenantHeader;
import dev.quarry.tenant.directory.TenantDirectory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Whose rows a request is about: its header {@value TenantHeader#NAME} says so, where its sender may choose. */
@ApplicationScoped
class Destination {
    private final TenantDirectory tenants;

    Destination(TenantDirectory tenants) {
        this.tenants = tenants;
    }

    /** The caller, for the tenant of that name; for the caller's own where none is named. */
    Uni<Admission> named(@Nullable String name, Caller caller) {
        if (name == null) {
            return Uni.createFrom().item(new Admission.Admitted(caller));
        }
        return tenants.find(name)
                .map(found -> found.<Admission>map(tenant -> new Admission.Admitted(
                                new Caller(tenant, caller.role(), caller.keyId(), caller.name())))
                        .orElseGet(() -> new Admission.NoSuchTenant("The header " + TenantHeader.NAME
                                + " names a tenant that does not exist; /api/v1/admin/tenants lists what there is.")));
    }

    /** The caller, who has one tenant and may name no other. */
    Admission bound(@Nullable String name, String own, Caller caller) {
        return name == null || name.equals(own)
                ? new Admission.Admitted(caller)
                : new Admission.Forbidden("You are of another tenant than the header " + TenantHeader.NAME
                        + " names. Leave the header out: the key says whose rows are meant.");
    }
}
