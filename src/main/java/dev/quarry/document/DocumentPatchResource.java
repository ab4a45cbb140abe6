package dev.quarry.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Changes to documents over HTTP. */
@Path(ApiPaths.DOCUMENTS + "/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class DocumentPatchResource {
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final TypeReference<Map<String, @Nullable Object>> JSON_OBJECT = new TypeReference<>() {};

    private final CurrentCaller caller;
    private final DocumentEditor editor;
    private final ObjectMapper json;

    DocumentPatchResource(CurrentCaller caller, DocumentEditor editor, ObjectMapper json) {
        this.caller = caller;
        this.editor = editor;
        this.json = json;
    }

    @PATCH
    @Blocking
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "patchDocument",
            summary = "Change a document",
            description =
                    "A JSON Merge Patch (RFC 7396) of title, content, source_uri, language, metadata and external_id: null"
                            + " removes, an object changes what it names. Another title, language or content is chunked"
                            + " and embedded anew where it has to be.")
    @APIResponse(
            responseCode = "200",
            description = "The document as it is now.",
            headers =
                    @Header(
                            name = "ETag",
                            schema = @Schema(implementation = String.class),
                            description = DocumentResource.ETAG),
            content = @Content(schema = @Schema(implementation = StoredDocument.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "412", ref = OpenApi.PRECONDITION_FAILED)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Response patch(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Parameter(description = DocumentResource.IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch,
            @RequestBody(content = @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = Object.class)))
                    @Nullable
                    String patch)
            throws JsonProcessingException {
        Documents.Stored changed = editor.change(
                caller.tenant(),
                PathParameters.uuid("id", id),
                Precondition.of(ifMatch, null),
                MergePatch.of(read(patch)));
        return Response.ok(StoredDocument.changed(changed))
                .header(HttpHeaders.ETAG, EntityTag.of(changed.document()).header())
                .build();
    }

    private @Nullable Map<String, @Nullable Object> read(@Nullable String patch) throws JsonProcessingException {
        if (patch == null || patch.isBlank()) {
            throw new Failure.Invalid("body", "is required: a JSON object with what is to change");
        }
        return json.readValue(patch, JSON_OBJECT);
    }
}
