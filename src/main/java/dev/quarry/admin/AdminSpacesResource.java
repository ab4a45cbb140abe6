package dev.quarry.admin;

import dev.quarry.embedding.EmbeddingSpace.State;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.SpaceRow;
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
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

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
    record SpacesAnswer(
            @Schema(description = "The embedding spaces.") List<SpaceState> spaces) {}

    /** A space after the switch; nothing is counted for it. */
    @Schema(description = "The space that is searched now.")
    record Activated(
            @Schema(description = "The space's id.") int id,
            @Schema(description = "The embedding model.") String model,

            @Schema(
                    description = "active, unless another one was activated at the same moment.",
                    implementation = String.class,
                    enumeration = {"building", "active", "retired"})
            State state,

            @Schema(description = "When it became the one that is searched; absent where it never was.") @Nullable
            OffsetDateTime activatedAt) {
        static Activated of(SpaceRow row) {
            return new Activated(row.id(), row.model(), row.state(), row.activatedAt());
        }
    }

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
            description = "The space that is searched now.",
            content = @Content(schema = @Schema(implementation = Activated.class)))
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(
            responseCode = "409",
            description = "Chunks are missing in it; force=true activates it all the same.",
            ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Activated> activate(
            @Parameter(description = "The space's id.") @PathParam("id") int id,
            @Parameter(description = "Activates a space that is not complete.")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force) {
        return spaces.refresh()
                .map(rows -> find(rows, id))
                .call(space -> force ? Uni.createFrom().voidItem() : requireComplete(space))
                .flatMap(space -> spaces.activate(id))
                .flatMap(activated -> spaces.refresh())
                .map(rows -> Activated.of(find(rows, id)));
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
    @APIResponse(responseCode = "503", description = "It is in use.", ref = OpenApi.BUSY)
    public void drop(
            @Parameter(description = "The space's id.") @PathParam("id") int id,
            @Parameter(
                            description =
                                    "Drops a space that is being built, too: one whose model no instance has any more.")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force) {
        SpaceRow space = find(spaces.refresh().await().atMost(DEADLINE), id);
        if (space.state() == State.ACTIVE || spaces.serving().space().id() == id) {
            throw new Failure.Conflict("space " + id + " is searched; activate another one first");
        }
        if (spaces.building().filter(built -> built.space().id() == id).isPresent()) {
            throw new Failure.Conflict("space " + id
                    + " is being built by this instance; take quarry.embedding.next away, or activate it, first");
        }
        if (space.state() == State.BUILDING && !force) {
            throw new Failure.Conflict("space " + id + " is being built, by whichever instance has the model "
                    + space.model() + "; take the model away from all of them and use force=true");
        }
        if (!spaces.drop(space, force)) {
            throw new Failure.Conflict("space " + id + " was activated, built again or dropped meanwhile");
        }
    }

    private Uni<Void> requireComplete(SpaceRow space) {
        return reports.isComplete(space)
                .invoke(complete -> {
                    if (!complete) {
                        throw new Failure.Conflict(
                                "space " + space.id() + " lacks the vectors of some chunks: wait until it is"
                                        + " built, which GET " + ApiPaths.ADMIN_SPACES + " shows, or use force=true");
                    }
                })
                .replaceWithVoid();
    }

    private static SpaceRow find(List<SpaceRow> spaces, int id) {
        return spaces.stream()
                .filter(space -> space.id() == id)
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no embedding space " + id));
    }
}
