package dev.quarry.admin;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.postgres.Pools;
import dev.quarry.role.RoleConfig;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pipeline's state over HTTP. */
@Path(ApiPaths.ADMIN_STATUS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
public class AdminStatusResource {
    private final SpaceReports reports;
    private final Pools pools;
    private final RoleConfig role;

    AdminStatusResource(SpaceReports reports, Pools pools, RoleConfig role) {
        this.reports = reports;
        this.pools = pools;
        this.role = role;
    }

    @GET
    @Operation(
            operationId = "getStatus",
            summary = "Backlog, spaces, drift",
            description = "How much is left to embed and how fast it goes, every embedding space, and what does not fit"
                    + " together. Everything is counted in one moment.")
    @APIResponse(
            responseCode = "200",
            description = "The state of the pipeline.",
            content = @Content(schema = @Schema(implementation = PipelineState.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<PipelineState> status() {
        return reports.report()
                .map(report -> PipelineState.of(
                        pools.instance(),
                        role.role().name().toLowerCase(Locale.ROOT),
                        report.backlog(),
                        report.spaces()));
    }
}
