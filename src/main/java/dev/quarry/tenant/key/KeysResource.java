package dev.quarry.tenant.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.PathParameters;
import dev.quarry.postgres.RowScope;
import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.Caller;
import dev.quarry.tenant.CurrentCaller;
import dev.quarry.tenant.TenantHeader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Keys over HTTP. */
@Path(ApiPaths.ADMIN_KEYS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "Who gets in: make, list and revoke API keys.")
public class KeysResource {
    private final CurrentCaller caller;
    private final Keys keys;

    KeysResource(CurrentCaller caller, Keys keys) {
        this.caller = caller;
        this.keys = keys;
    }

    /** A new key with its secret. */
    @Schema(description = "A new key. Its text is shown here, and never again.")
    record NewKey(
            @Schema(description = "The key itself: what follows Bearer.")
            String key,

            @JsonUnwrapped ApiKey described) {
        @Override
        public String toString() {
            return described.toString();
        }
    }

    @POST
    @Operation(
            operationId = "createKey",
            summary = "Make a key",
            description =
                    "For the tenant that the request is about. The answer is the only place where the key is shown.")
    @APIResponse(
            responseCode = "201",
            description = "The key.",
            headers =
                    @Header(
                            name = "Location",
                            schema = @Schema(implementation = String.class),
                            description = "The key's address."),
            content = @Content(schema = @Schema(implementation = NewKey.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<RestResponse<NewKey>> create(@Nullable KeyRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with name and role");
        }
        return keys.create(request.draft(caller.get()))
                .map(made -> RestResponse.ResponseBuilder.create(
                                RestResponse.Status.CREATED, new NewKey(made.text(), made.key()))
                        .header(
                                HttpHeaders.LOCATION,
                                ApiPaths.ADMIN_KEYS + "/" + made.key().id())
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @GET
    @Operation(
            operationId = "listKeys",
            summary = "The keys",
            description =
                    "Newest first, without their secrets; those that have ended too, for a while. An operator who names"
                            + " no tenant sees all of them.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the keys, and how many there are.",
            content = @Content(schema = @Schema(implementation = Keys.KeyList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Keys.KeyList> list(
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(description = Page.SKIP) @QueryParam("skip") @Nullable String skip,
            @Parameter(hidden = true) @HeaderParam(TenantHeader.NAME) @Nullable String named) {
        Caller who = caller.get();
        boolean all = who.role() == AccessRole.OPERATOR && named == null;
        return keys.list(rowsOf(who), all ? null : who.tenant(), Page.of(limit, offset, skip));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "revokeKey",
            summary = "Revoke a key",
            description = "It ends on every instance within seconds, for good.")
    @APIResponse(responseCode = "204", description = "Revoked.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Void> revoke(@Parameter(description = "The key's id (UUID).") @PathParam("id") String id) {
        UUID keyId = PathParameters.uuid("id", id);
        return keys.revoke(rowsOf(caller.get()), keyId);
    }

    /** An operator's keys are of no tenant: only who sees all tenants sees them. */
    private static RowScope rowsOf(Caller who) {
        return who.role() == AccessRole.OPERATOR
                ? RowScope.EVERY_TENANT
                : who.tenant().rows();
    }
}
