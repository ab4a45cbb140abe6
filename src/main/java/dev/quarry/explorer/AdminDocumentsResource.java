package dev.quarry.explorer;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.OffsetDateTime;
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

/** Documents and their chunks, for those who look at how texts were cut. */
@Path(ApiPaths.ADMIN_DOCUMENTS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Chunks", description = "See what documents were cut into, and change it.")
public class AdminDocumentsResource {
    private static final String STRATEGY = "strategy";
    private static final String BY_HAND = "manual";
    private static final int LONGEST_STRATEGY = 100;

    private final CurrentCaller caller;
    private final Explorer explorer;
    private final ChunkWriter writer;
    private final ChunkText texts;

    AdminDocumentsResource(CurrentCaller caller, Explorer explorer, ChunkWriter writer, ChunkText texts) {
        this.caller = caller;
        this.explorer = explorer;
        this.writer = writer;
        this.texts = texts;
    }

    /** A chunk to add. */
    @Schema(name = "AddedChunkRequest", description = "A chunk to add behind a document's last.")
    public record NewContent(
            @Schema(description = "No longer than the embedding model reads.", required = true) @Nullable
            String content,

            @Schema(description = "What is noted as its chunking strategy.", defaultValue = BY_HAND) @Nullable
            String strategy) {}

    /** A chunk that was added. */
    @Schema(name = "AddedChunk", description = "A chunk that was added.")
    public record Added(
            @Schema(description = "The chunk's id.") UUID id,
            @Schema(description = "When it was stored.") OffsetDateTime createdAt) {}

    @GET
    @Operation(
            operationId = "listDocumentsWithChunks",
            summary = "List documents with what their chunks come to",
            description = "A page of documents, each with its chunks' number, average size, most used strategy and"
                    + " embeddings, counted at the same moment as the total. Sorted by a figure of chunks, all documents'"
                    + " chunks are counted; otherwise those of the page.")
    @Parameter(
            name = QueryValues.LIMIT,
            in = ParameterIn.QUERY,
            description = Page.LIMIT,
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = QueryValues.OFFSET,
            in = ParameterIn.QUERY,
            description = Page.OFFSET,
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = QueryValues.SKIP,
            in = ParameterIn.QUERY,
            description = Page.SKIP,
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = DocumentListing.STATUS,
            in = ParameterIn.QUERY,
            description = "Only documents in that state.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"pending", "indexing", "ready", "failed"}))
    @Parameter(
            name = QueryValues.STRATEGY,
            in = ParameterIn.QUERY,
            description = "Only documents with a chunk of that strategy.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = DocumentListing.TITLE,
            in = ParameterIn.QUERY,
            description = "Only documents with that text in their title, in upper or lower case.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = QueryValues.SORT_BY,
            in = ParameterIn.QUERY,
            description = "created_at when absent. Titles are told apart by their first 100 characters.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {
                                "created_at",
                                "title",
                                "status",
                                "most_used_strategy",
                                "total_chunks",
                                "avg_chunk_size",
                                "embedded_chunks"
                            }))
    @Parameter(
            name = QueryValues.ORDER,
            in = ParameterIn.QUERY,
            description =
                    "When absent, the newest and the largest first, texts from their beginning. Documents without a"
                            + " figure come last.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"asc", "desc"}))
    @APIResponse(
            responseCode = "200",
            description = "The documents.",
            content = @Content(schema = @Schema(implementation = DocumentList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<DocumentList> documents(@Context UriInfo address) {
        return explorer.documents(caller.tenant(), DocumentListing.read(address.getQueryParameters()));
    }

    @GET
    @Path("{id}/chunks")
    @Operation(
            operationId = "listChunks",
            summary = "List a document's chunks",
            description = "A page of the document's chunks, and how many there are at the same moment.")
    @Parameter(
            name = QueryValues.LIMIT,
            in = ParameterIn.QUERY,
            description = Page.LIMIT,
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = QueryValues.OFFSET,
            in = ParameterIn.QUERY,
            description = Page.OFFSET,
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = QueryValues.SKIP,
            in = ParameterIn.QUERY,
            description = Page.SKIP,
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = QueryValues.STRATEGY,
            in = ParameterIn.QUERY,
            description = "Only chunks of that strategy.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = ChunkListing.MIN_SIZE,
            in = ParameterIn.QUERY,
            description = "Only chunks of at least so many characters.",
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = QueryValues.SORT_BY,
            in = ParameterIn.QUERY,
            description = "position when absent.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"created_at", "size", "position"}))
    @Parameter(
            name = QueryValues.ORDER,
            in = ParameterIn.QUERY,
            description = "asc when absent.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"asc", "desc"}))
    @APIResponse(
            responseCode = "200",
            description = "The chunks.",
            content = @Content(schema = @Schema(implementation = ChunkList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<ChunkList> chunks(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Context UriInfo address) {
        return explorer.chunks(
                caller.tenant(), PathParameters.uuid("id", id), ChunkListing.read(address.getQueryParameters()));
    }

    // Counting tokens works the processor: not on the event loop.
    @POST
    @Path("{id}/chunks")
    @Blocking
    @Operation(
            operationId = "addChunk",
            summary = "Add a chunk to a document",
            description = "Adds it behind the document's last. It can be found by its words at once, and by its meaning"
                    + " once the document is ready again. New content of the document removes it.")
    @APIResponse(
            responseCode = "201",
            description = "Added.",
            headers =
                    @Header(
                            name = "Location",
                            schema = @Schema(implementation = String.class),
                            description = "The chunk's address."),
            content = @Content(schema = @Schema(implementation = Added.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> add(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Nullable NewContent request) {
        UUID documentId = PathParameters.uuid("id", id);
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with content and strategy");
        }
        String strategy = Objects.requireNonNullElse(request.strategy(), BY_HAND);
        Violations violations = new Violations();
        violations.requireText(strategy, STRATEGY, LONGEST_STRATEGY);
        violations.throwIfAny();
        return writer.add(caller.tenant(), documentId, strategy, texts.written(request.content()))
                .map(chunk -> Response.created(URI.create(ApiPaths.CHUNKS + "/" + chunk.id()))
                        .entity(new Added(chunk.id(), chunk.createdAt()))
                        .build());
    }
}
