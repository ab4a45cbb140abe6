package dev.quarry.admin;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.postgres.ConnectionBudget;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.Pools;
import dev.quarry.postgres.pool.PoolConfig;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pools over HTTP. */
@Path(ApiPaths.ADMIN_POOLS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation", description = "How the service is doing.")
public class AdminPoolsResource {
    private final Pools pools;
    private final ConnectionBudget budget;
    private final PoolConfig config;

    AdminPoolsResource(Pools pools, ConnectionBudget budget, PoolConfig config) {
        this.pools = pools;
        this.budget = budget;
        this.config = config;
    }

    /** This instance's pools and everybody's budget. */
    @Schema(description = "This instance's pools, and the budget of connections that it shares.")
    record PoolsAnswer(
            @Schema(description = "The pools of this instance.")
            List<PoolState> pools,

            @Schema(description = "What all instances may open, and what the server allows.")
            BudgetState budget) {}

    @GET
    @Operation(
            operationId = "getPools",
            summary = "Pools and budget",
            description =
                    "The pools of this instance as they are now, and whether the server takes the connections that"
                            + " all instances together may open.")
    @APIResponse(
            responseCode = "200",
            description = "The pools and the budget.",
            content = @Content(schema = @Schema(implementation = PoolsAnswer.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<PoolsAnswer> pools() {
        DatabaseUrls urls = budget.urls();
        return budget.now()
                .map(asked -> new PoolsAnswer(
                        pools.snapshots().stream()
                                .map(pool -> PoolState.of(pool, urls))
                                .toList(),
                        BudgetState.of(asked, config.budget())));
    }
}
