package dev.quarry.explorer;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What all chunks come to. */
@Path(ApiPaths.ADMIN_CHUNKS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Chunks")
public class AdminChunksResource {
    private final CurrentCaller caller;
    private final Explorer explorer;

    AdminChunksResource(CurrentCaller caller, Explorer explorer) {
        this.caller = caller;
        this.explorer = explorer;
    }

    @GET
    @Path("stats")
    @Operation(
            operationId = "getChunkStats",
            summary = "Count the chunks",
            description = "Sizes, strategies, languages, copies, and what lacks its other half, all of one moment.")
    @APIResponse(
            responseCode = "200",
            description = "The counts.",
            content = @Content(schema = @Schema(implementation = ChunkStats.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<ChunkStats> stats(@Context UriInfo address) {
        QueryValues.requireNone(address.getQueryParameters());
        return explorer.stats(caller.tenant());
    }
}
