package dev.quarry.explorer;

import dev.quarry.explorer.ChunkWriter.Target;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.IfMatch;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One chunk over HTTP. */
@Path(ApiPaths.CHUNKS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Chunks")
public class ChunkResource {
    private static final String ID = "The chunk's id (UUID).";
    private static final String ENTITY_TAG = "Its version in quotes, for If-Match.";
    private static final String CONTEXT = "context";
    private static final int MOST_CONTEXT = 10;

    private final CurrentCaller caller;
    private final Explorer explorer;
    private final ChunkEdits edits;
    private final ChunkText texts;

    ChunkResource(CurrentCaller caller, Explorer explorer, ChunkEdits edits, ChunkText texts) {
        this.caller = caller;
        this.explorer = explorer;
        this.edits = edits;
        this.texts = texts;
    }

    /** What a chunk is to say. */
    @Schema(name = "ChunkEdit", description = "What a chunk is to say.")
    public record Edit(
            @Schema(description = "No longer than the embedding model reads.", required = true) @Nullable
            String content) {}

    /** Where a chunk is to be cut. */
    @Schema(name = "ChunkSplit", description = "Where a chunk is to be cut.")
    public record Split(
            @Schema(
                    description = "Offsets into its content, in characters, ascending; 1 to 99 of them.",
                    required = true)
            @Nullable
            List<@Nullable Integer> offsets) {}

    /** What a chunk is to be joined with. */
    @Schema(name = "ChunkMerge", description = "What a chunk is to be joined with.")
    public record Merge(
            @Schema(description = "Chunks beside it, without a gap; the next one when absent.") @Nullable
            List<@Nullable String> chunkIds) {}

    /** The chunks that one was split into. */
    @Schema(name = "ChunkParts", description = "The chunks that one was split into.")
    public record Parts(
            @Schema(description = "The chunks, in their order.")
            List<ChunkDetail> chunks) {}

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getChunk",
            summary = "Find a chunk",
            description = "The chunk with all that is known of it, and those beside it.")
    @Parameter(
            name = CONTEXT,
            in = ParameterIn.QUERY,
            description = "How many chunks before and behind it are shown, 0 to 10; 0 when absent.",
            schema = @Schema(type = SchemaType.INTEGER))
    @APIResponse(
            responseCode = "200",
            description = "The chunk.",
            headers =
                    @Header(
                            name = HttpHeaders.ETAG,
                            schema = @Schema(implementation = String.class),
                            description = ENTITY_TAG),
            content = @Content(schema = @Schema(implementation = ChunkDetail.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> find(@Parameter(description = ID) @PathParam("id") String id, @Context UriInfo address) {
        int context =
                QueryValues.of(address.getQueryParameters(), List.of(CONTEXT)).wholeNumber(CONTEXT, 0, MOST_CONTEXT);
        return explorer.chunk(caller.tenant(), PathParameters.uuid("id", id), context)
                .map(ChunkResource::answer);
    }

    // Counting tokens works the processor: not on the event loop.
    @PATCH
    @Path("{id}")
    @Blocking
    @Operation(
            operationId = "editChunk",
            summary = "Edit a chunk",
            description =
                    "Gives it another content. It is found by the new words at once, and by the new meaning once its"
                            + " document is ready again; no more by the old ones.")
    @APIResponse(
            responseCode = "200",
            description = "The chunk as it is now.",
            headers =
                    @Header(
                            name = HttpHeaders.ETAG,
                            schema = @Schema(implementation = String.class),
                            description = ENTITY_TAG),
            content = @Content(schema = @Schema(implementation = ChunkDetail.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> edit(
            @Parameter(description = ID) @PathParam("id") String id,
            @Parameter(description = IfMatch.DESCRIPTION) @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @Nullable Edit request) {
        Target target = target(id, ifMatch);
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with content");
        }
        return edits.edit(target, texts.written(request.content())).map(ChunkResource::answer);
    }

    @POST
    @Path("{id}/split")
    @Operation(
            operationId = "splitChunk",
            summary = "Split a chunk",
            description =
                    "Cuts it at offsets into its content. The first part keeps the id; white space at the cuts belongs"
                            + " to no part. Parts of a chunk that is a part of the source are so too.")
    @APIResponse(
            responseCode = "200",
            description = "The parts, in their order.",
            content = @Content(schema = @Schema(implementation = Parts.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Parts> split(
            @Parameter(description = ID) @PathParam("id") String id,
            @Parameter(description = IfMatch.DESCRIPTION) @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @Nullable Split request) {
        return edits.split(target(id, ifMatch), offsets(request)).map(Parts::new);
    }

    @POST
    @Path("{id}/merge")
    @Operation(
            operationId = "mergeChunks",
            summary = "Join a chunk with its neighbours",
            description =
                    "Makes one chunk of it and the next, or of it and others beside it. It keeps its id. Of parts of"
                            + " the source with nothing between them it is the source from the first to the last; of others it is"
                            + " their contents, line by line.")
    @APIResponse(
            responseCode = "200",
            description = "The chunk as it is now.",
            headers =
                    @Header(
                            name = HttpHeaders.ETAG,
                            schema = @Schema(implementation = String.class),
                            description = ENTITY_TAG),
            content = @Content(schema = @Schema(implementation = ChunkDetail.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> merge(
            @Parameter(description = ID) @PathParam("id") String id,
            @Parameter(description = IfMatch.DESCRIPTION) @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            @Nullable Merge request) {
        return edits.merge(target(id, ifMatch), others(request)).map(ChunkResource::answer);
    }

    @POST
    @Path("{id}/disable")
    @Operation(
            operationId = "disableChunk",
            summary = "Take a chunk out of the search",
            description =
                    "It is found no more, neither by words nor by meaning, and stays where it is. Done twice, it changes"
                            + " nothing more.")
    @APIResponse(
            responseCode = "200",
            description = "The chunk as it is now.",
            headers =
                    @Header(
                            name = HttpHeaders.ETAG,
                            schema = @Schema(implementation = String.class),
                            description = ENTITY_TAG),
            content = @Content(schema = @Schema(implementation = ChunkDetail.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> disable(
            @Parameter(description = ID) @PathParam("id") String id,
            @Parameter(description = IfMatch.DESCRIPTION) @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        return edits.bring(target(id, ifMatch), ChunkState.DISABLED).map(ChunkResource::answer);
    }

    @POST
    @Path("{id}/enable")
    @Operation(
            operationId = "enableChunk",
            summary = "Put a chunk back into the search",
            description = "It is found by its words at once, and by its meaning once its document is ready again.")
    @APIResponse(
            responseCode = "200",
            description = "The chunk as it is now.",
            headers =
                    @Header(
                            name = HttpHeaders.ETAG,
                            schema = @Schema(implementation = String.class),
                            description = ENTITY_TAG),
            content = @Content(schema = @Schema(implementation = ChunkDetail.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> enable(
            @Parameter(description = ID) @PathParam("id") String id,
            @Parameter(description = IfMatch.DESCRIPTION) @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        return edits.bring(target(id, ifMatch), ChunkState.SERVING).map(ChunkResource::answer);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteChunk",
            summary = "Delete a chunk",
            description =
                    "Those behind it move up. New content of the document may bring its text back; a disabled chunk"
                            + " stays disabled.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Void> delete(
            @Parameter(description = ID) @PathParam("id") String id,
            @Parameter(description = IfMatch.DESCRIPTION) @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        return edits.delete(target(id, ifMatch));
    }

    private Target target(String id, @Nullable String ifMatch) {
        return new Target(caller.tenant(), PathParameters.uuid("id", id), IfMatch.of(ifMatch));
    }

    private static List<Integer> offsets(@Nullable Split request) {
        List<@Nullable Integer> offsets = request == null ? null : request.offsets();
        Violations violations = new Violations();
        violations.require(
                offsets != null && !offsets.isEmpty() && offsets.size() < ChunkText.MOST_TOGETHER,
                ChunkText.OFFSETS,
                "are required: 1 to " + (ChunkText.MOST_TOGETHER - 1) + " whole numbers");
        violations.require(
                offsets == null || offsets.stream().allMatch(Objects::nonNull),
                ChunkText.OFFSETS,
                "must be whole numbers, without null");
        violations.throwIfAny();
        return offsets == null
                ? List.of()
                : offsets.stream().map(Objects::requireNonNull).toList();
    }

    private static List<UUID> others(@Nullable Merge request) {
        List<@Nullable String> ids = request == null ? null : request.chunkIds();
        if (ids == null) {
            return List.of();
        }
        if (ids.isEmpty() || ids.size() >= ChunkText.MOST_TOGETHER) {
            throw new Failure.Invalid(
                    ChunkText.CHUNK_IDS,
                    "must be 1 to " + (ChunkText.MOST_TOGETHER - 1) + " ids; leave it out to join the next chunk");
        }
        return ids.stream()
                .map(id -> PathParameters.uuid(ChunkText.CHUNK_IDS, Objects.requireNonNullElse(id, "")))
                .toList();
    }

    private static Response answer(ChunkDetail chunk) {
        return Response.ok(chunk)
                .header(HttpHeaders.ETAG, IfMatch.tagOf(chunk.version()))
                .build();
    }
}
