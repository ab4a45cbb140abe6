package dev.quarry.tenant.audit;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.postgres.RowScope;
import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.Caller;
import dev.quarry.tenant.CurrentCaller;
import dev.quarry.tenant.TenantHeader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit log over HTTP. */
@Path(ApiPaths.ADMIN_AUDIT)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class AuditResource {
    private final CurrentCaller caller;
    private final AuditLog log;

    AuditResource(CurrentCaller caller, AuditLog log) {
        this.caller = caller;
        this.log = log;
    }

    @GET
    @Operation(
            operationId = "listAuditEvents",
            summary = "What administrators and operators changed",
            description = "Newest first; kept for quarry.audit.keep. An operator who names no tenant sees all of them.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the events, and how many there are.",
            content = @Content(schema = @Schema(implementation = AuditLog.EventList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<AuditLog.EventList> list(
            @Parameter(description = "Only what the key of that name did.") @QueryParam("actor") @Nullable String actor,
            @Parameter(description = "Only actions that begin so, such as DELETE /api/v1/admin/keys.")
                    @QueryParam("action")
                    @Nullable
                    String action,
            @Parameter(description = "Only what was done at that time or later, such as 2026-01-31T12:00:00Z.")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(hidden = true) @HeaderParam(TenantHeader.NAME) @Nullable String named) {
        Caller who = caller.get();
        boolean operator = who.role() == AccessRole.OPERATOR;
        return log.list(
                operator ? RowScope.EVERY_TENANT : who.tenant().rows(),
                operator && named == null ? null : who.tenant(),
                AuditQuestion.read(actor, action, since),
                Page.of(limit, offset, null));
    }
}
