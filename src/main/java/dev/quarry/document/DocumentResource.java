package dev.quarry.document;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Documents over HTTP. */
@Path(ApiPaths.DOCUMENTS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Documents", description = "Hand documents in, follow them, take them out.")
public class DocumentResource {
    static final String ETAG = "The state of the document that the answer shows.";
    static final String IF_MATCH = "ETags: only if nobody changed the document since an answer had one of these.";

    private final CurrentCaller caller;
    private final DocumentPreparer preparer;
    private final Documents documents;

    DocumentResource(CurrentCaller caller, DocumentPreparer preparer, Documents documents) {
        this.caller = caller;
        this.preparer = preparer;
        this.documents = documents;
    }

    // Cutting and counting tokens work the processor: not on the event loop.
    @POST
    @Blocking
    @Operation(
            operationId = "storeDocument",
            summary = "Store a document",
            description =
                    "Stores a text, as JSON, or the text of a file, as a form, with its chunks; a worker embeds them. It can be found by its words at once"
                            + " and by its meaning once its status is ready.")
    @APIResponse(
            responseCode = "201",
            description = "Stored.",
            headers = {
                @Header(
                        name = "Location",
                        schema = @Schema(implementation = String.class),
                        description = "The document's address."),
                @Header(name = "ETag", schema = @Schema(implementation = String.class), description = ETAG)
            },
            content = @Content(schema = @Schema(implementation = StoredDocument.class)))
    @APIResponse(
            responseCode = "200",
            description =
                    "It was there already, by external_id or as the same document: unchanged, or replaced with added, kept"
                            + " and removed.",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class), description = ETAG),
            content = @Content(schema = @Schema(implementation = StoredDocument.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> store(
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Parameter(description = "*: only if no document has this external_id.")
                    @HeaderParam(HttpHeaders.IF_NONE_MATCH)
                    @Nullable
                    String ifNoneMatch,
            @RequestBody(
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = DocumentRequest.class)),
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA,
                                        schema = @Schema(implementation = DocumentUploadResource.Form.class))
                            })
                    @Nullable
                    DocumentRequest request) {
        Precondition precondition = Precondition.of(ifMatch, ifNoneMatch);
        DocumentDraft draft = preparer.prepare(request);
        precondition.requireSubject(draft.externalId());
        return documents.store(caller.tenant(), draft, precondition).map(DocumentResource::stored);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getDocument", summary = "One document", description = "The document without its text.")
    @APIResponse(
            responseCode = "200",
            description = "The document.",
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class), description = ETAG),
            content = @Content(schema = @Schema(implementation = Document.class)))
    @APIResponse(responseCode = "304", description = "It is still as If-None-Match knows it.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> find(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Parameter(description = "ETags of states that are known: 304 when it is in one of these.")
                    @HeaderParam(HttpHeaders.IF_NONE_MATCH)
                    @Nullable
                    String ifNoneMatch) {
        Precondition known = Precondition.of(null, ifNoneMatch);
        return documents.find(caller.tenant(), PathParameters.uuid("id", id)).map(document -> {
            EntityTag tag = EntityTag.of(document);
            Response.ResponseBuilder answer = known.knows(tag) ? Response.notModified() : Response.ok(document);
            return answer.header(HttpHeaders.ETAG, tag.header()).build();
        });
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteDocument",
            summary = "Delete a document",
            description = "Deletes the document, its chunks and their embeddings.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Void> delete(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        UUID documentId = PathParameters.uuid("id", id);
        return documents.delete(caller.tenant(), documentId, Precondition.of(ifMatch, null));
    }

    /** As it is answered to whoever stored it. */
    static Response stored(Documents.Stored stored) {
        Response.ResponseBuilder answer = stored.outcome() instanceof StoreOutcome.Created created
                ? Response.created(URI.create(ApiPaths.DOCUMENTS + "/" + created.documentId()))
                : Response.ok();
        return answer.entity(StoredDocument.of(stored))
                .header(HttpHeaders.ETAG, EntityTag.of(stored.document()).header())
                .build();
    }
}
