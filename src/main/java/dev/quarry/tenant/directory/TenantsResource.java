package dev.quarry.tenant.directory;

import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Tenants over HTTP, for operators. */
@Path(ApiPaths.ADMIN_TENANTS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants", description = "Whose data it is: make, rename and delete tenants.")
public class TenantsResource {
    private static final String NAME = "The tenant's name.";

    private final TenantDirectory tenants;

    TenantsResource(TenantDirectory tenants) {
        this.tenants = tenants;
    }

    /** What a tenant is called. */
    @Schema(description = "A tenant to make, or another name for one.")
    record TenantRequest(
            @Schema(description = "1 to 63 lower-case letters, digits, dots, hyphens and underscores.", required = true)
            @Nullable
            String name) {}

    @GET
    @Operation(operationId = "listTenants", summary = "The tenants", description = "In the order they were made.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the tenants, and how many there are.",
            content = @Content(schema = @Schema(implementation = TenantDirectory.TenantList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<TenantDirectory.TenantList> list(
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(description = Page.SKIP) @QueryParam("skip") @Nullable String skip) {
        return tenants.list(Page.of(limit, offset, skip));
    }

    @POST
    @Operation(operationId = "createTenant", summary = "Make a tenant", description = "It has no rows and no keys yet.")
    @APIResponse(
            responseCode = "201",
            description = "The tenant is there.",
            headers =
                    @Header(
                            name = "Location",
                            schema = @Schema(implementation = String.class),
                            description = "The tenant's address."),
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<RestResponse<Tenant>> create(@Nullable TenantRequest request) {
        return tenants.create(name(request))
                .map(tenant -> RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, tenant)
                        .header(HttpHeaders.LOCATION, ApiPaths.ADMIN_TENANTS + "/" + tenant.name())
                        .build());
    }

    @PATCH
    @Path("{name}")
    @Operation(
            operationId = "renameTenant",
            summary = "Rename a tenant",
            description = "Its rows and keys stay its own; callers that name it must use the new name.")
    @APIResponse(
            responseCode = "200",
            description = "The tenant by its new name.",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Tenant> rename(
            @Parameter(description = NAME) @PathParam("name") String name, @Nullable TenantRequest request) {
        return tenants.rename(name, name(request));
    }

    @DELETE
    @Path("{name}")
    @Operation(
            operationId = "deleteTenant",
            summary = "Delete a tenant",
            description =
                    "Shuts everybody out of the tenant at once, and removes its rows and keys in the background. There"
                            + " is no way back. The first tenant cannot be deleted.")
    @APIResponse(
            responseCode = "202",
            description = "Nobody gets in any more; the rows go.",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<RestResponse<Tenant>> delete(
            @Parameter(description = NAME) @PathParam("name") String name,
            @Parameter(description = "true: all rows of the tenant are meant.") @QueryParam("confirm") @Nullable
                    String confirm) {
        if (!QueryParameters.flag("confirm", confirm)) {
            throw new Failure.Invalid("confirm", "must be true: every row of the tenant is deleted");
        }
        return tenants.delete(name).map(tenant -> RestResponse.status(RestResponse.Status.ACCEPTED, tenant));
    }

    private static String name(@Nullable TenantRequest request) {
        return request == null || request.name() == null ? "" : request.name();
    }
}
