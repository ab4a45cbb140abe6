package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.TenantId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Documents over HTTP. */
@Path(ApiPaths.DOCUMENTS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Documents", description = "Hand documents in, follow them, take them out.")
public class DocumentResource {
    private final DocumentPreparer preparer;
    private final Documents documents;

    DocumentResource(DocumentPreparer preparer, Documents documents) {
        this.preparer = preparer;
        this.documents = documents;
    }

    /** A stored document and what changed, where it replaced another. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "A stored document and what storing it changed.")
    public record Stored(
            @JsonUnwrapped Document document,

            @Schema(description = "True when the same document was there already.") @Nullable
            Boolean unchanged,

            @Schema(description = "Chunks that are new and will be embedded.") @Nullable
            Integer added,

            @Schema(description = "Chunks that say the same as before; they keep their embeddings.") @Nullable
            Integer kept,

            @Schema(description = "Chunks that are gone.") @Nullable
            Integer removed) {}

    // Cutting and counting tokens work the processor: not on the event loop.
    @POST
    @Blocking
    @Operation(
            operationId = "storeDocument",
            summary = "Store a document",
            description =
                    "Stores the document and its chunks; a worker embeds them. It can be found by its words at once"
                            + " and by its meaning once its status is ready.")
    @APIResponse(
            responseCode = "201",
            description = "Stored.",
            headers = @Header(name = "Location", description = "The document's address."),
            content = @Content(schema = @Schema(implementation = Stored.class)))
    @APIResponse(
            responseCode = "200",
            description =
                    "A document with this external_id was there: unchanged, or replaced with added, kept and removed.",
            content = @Content(schema = @Schema(implementation = Stored.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> store(@Nullable DocumentRequest request) {
        return documents
                .store(TenantId.DEFAULT, preparer.prepare(request))
                .map(stored -> answer(stored.document(), stored.outcome()));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getDocument", summary = "One document", description = "The document without its text.")
    @APIResponse(
            responseCode = "200",
            description = "The document.",
            content = @Content(schema = @Schema(implementation = Document.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Document> find(@Parameter(description = "The document's id (UUID).") @PathParam("id") String id) {
        return documents.find(TenantId.DEFAULT, PathParameters.uuid("id", id));
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
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Void> delete(@Parameter(description = "The document's id (UUID).") @PathParam("id") String id) {
        UUID documentId = PathParameters.uuid("id", id);
        return documents.delete(TenantId.DEFAULT, documentId);
    }

    private static Response answer(Document document, StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Created created ->
                Response.created(URI.create(ApiPaths.DOCUMENTS + "/" + created.documentId()))
                        .entity(new Stored(document, null, null, null, null))
                        .build();
            case StoreOutcome.Unchanged unchanged ->
                Response.ok(new Stored(document, true, null, null, null)).build();
            case StoreOutcome.Replaced replaced ->
                Response.ok(new Stored(document, null, replaced.added(), replaced.kept(), replaced.removed()))
                        .build();
        };
    }
}
