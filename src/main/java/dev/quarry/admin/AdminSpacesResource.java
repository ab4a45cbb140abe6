package dev.quarry.admin;

import dev.quarry.embedding.EmbeddingSpace.State;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Embedding spaces over HTTP: look at them, switch to another, drop what is done with. */
@Path(ApiPaths.ADMIN_SPACES)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
public class AdminSpacesResource {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final SpaceReports reports;
    private final EmbeddingSpaces spaces;

    AdminSpacesResource(SpaceReports reports, EmbeddingSpaces spaces) {
        this.reports = reports;
        this.spaces = spaces;
    }

    /** Every space. */
    @Schema(description = "The embedding spaces, the oldest first.")
    record SpacesAnswer(List<SpaceState> spaces) {}

    @GET
    @Operation(
            operationId = "getSpaces",
            summary = "Embedding spaces",
            description = "Every space, how full it is, and which one is searched.")
    @APIResponse(
            responseCode = "200",
            description = "The spaces.",
            content = @Content(schema = @Schema(implementation = SpacesAnswer.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<SpacesAnswer> spaces() {
        return reports.report().map(report -> new SpacesAnswer(report.spaces()));
    }

    @POST
    @Path("{id}/activate")
    @Operation(
            operationId = "activateSpace",
            summary = "Search another space",
            description =
                    "From now on this space is searched. Instances notice within seconds; one that does not have its"
                            + " model searches its own model's space.")
    @APIResponse(
            responseCode = "200",
            description = "The spaces as they are now.",
            content = @Content(schema = @Schema(implementation = SpacesAnswer.class)))
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(
            responseCode = "409",
            description = "Chunks are missing in it; force=true activates it all the same.",
            ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<SpacesAnswer> activate(
            @PathParam("id") int id,
            @Parameter(description = "Activates a space that is not complete.")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force) {
        return reports.report()
                .map(report -> find(report.spaces(), id))
                .invoke(space -> requireComplete(space, force))
                .flatMap(space -> spaces.activate(id))
                .flatMap(activated -> spaces());
    }

    @DELETE
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(
            operationId = "dropSpace",
            summary = "Drop a space",
            description = "Drops a space that is not searched, with its vectors.")
    @APIResponse(responseCode = "204", description = "Dropped.")
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", description = "It is searched or built.", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public void drop(@PathParam("id") int id) {
        SpaceState space = find(reports.report().await().atMost(DEADLINE).spaces(), id);
        if (space.state() == State.ACTIVE || space.searchedHere()) {
            throw new Failure.Conflict("space " + id + " is searched; activate another one first");
        }
        if (spaces.building().filter(built -> built.space().id() == id).isPresent()) {
            throw new Failure.Conflict(
                    "space " + id + " is being built; take quarry.embedding.next away, or activate it, first");
        }
        if (!spaces.drop(id)) {
            throw new Failure.Conflict("space " + id + " was activated or dropped meanwhile");
        }
    }

    private static void requireComplete(SpaceState space, boolean force) {
        if (space.missing() > 0 && !force) {
            throw new Failure.Conflict("space " + space.id() + " lacks the vectors of " + space.missing()
                    + " chunks: wait until it is built, or use force=true");
        }
    }

    private static SpaceState find(List<SpaceState> spaces, int id) {
        return spaces.stream()
                .filter(space -> space.id() == id)
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no embedding space " + id));
    }
}
