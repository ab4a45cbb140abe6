package dev.quarry.document;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Other chunks for stored documents, over HTTP. */
@Path(ApiPaths.DOCUMENTS + "/{id}/rechunk")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class RechunkResource {
    private final CurrentCaller caller;
    private final ChunkingCheck check;
    private final Rechunkings rechunkings;

    RechunkResource(CurrentCaller caller, ChunkingCheck check, Rechunkings rechunkings) {
        this.caller = caller;
        this.check = check;
        this.rechunkings = rechunkings;
    }

    @POST
    @Operation(
            operationId = "rechunkDocument",
            summary = "Cut a document in another way",
            description =
                    "A worker cuts the text and embeds what is new; then the new chunks take the place of the old, all at"
                            + " once. Until then searches find the old ones. The document shows how far it is, as rechunking."
                            + " Another request takes the place of one that waits; a change of the document's title, text"
                            + " or chunks cancels it.")
    @APIResponse(
            responseCode = "202",
            description = "It will be done; the document as it is now.",
            headers =
                    @Header(
                            name = "ETag",
                            schema = @Schema(implementation = String.class),
                            description = DocumentResource.ETAG),
            content = @Content(schema = @Schema(implementation = Document.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> rechunk(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Parameter(description = DocumentResource.IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch,
            DocumentRequest.@Nullable Chunking chunking) {
        UUID documentId = PathParameters.uuid("id", id);
        Precondition precondition = Precondition.of(ifMatch, null);
        if (chunking == null) {
            throw new Failure.Invalid(
                    "body", "is required: a JSON object with strategy, size and overlap, each optional");
        }
        Violations violations = new Violations();
        check.check(chunking, "", violations);
        violations.throwIfAny();
        return rechunkings
                .ask(caller.tenant(), documentId, precondition, check.plan(chunking))
                .map(document -> Response.accepted(document)
                        .header(HttpHeaders.ETAG, EntityTag.of(document).header())
                        .build());
    }

    @DELETE
    @Operation(
            operationId = "cancelRechunking",
            summary = "Leave a document as it is cut",
            description = "Takes back what was asked for and is not done yet.")
    @APIResponse(responseCode = "204", description = "Taken back.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Void> cancel(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Parameter(description = DocumentResource.IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch) {
        return rechunkings.cancel(caller.tenant(), PathParameters.uuid("id", id), Precondition.of(ifMatch, null));
    }
}
