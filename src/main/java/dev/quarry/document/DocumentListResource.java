package dev.quarry.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.document.DocumentList.DocumentPage;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists of documents over HTTP. */
@Path(ApiPaths.DOCUMENTS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class DocumentListResource {
    private final CurrentCaller caller;
    private final DocumentList list;
    private final ObjectMapper json;

    DocumentListResource(CurrentCaller caller, DocumentList list, ObjectMapper json) {
        this.caller = caller;
        this.list = list;
        this.json = json;
    }

    @GET
    @Operation(
            operationId = "listDocuments",
            summary = "List documents",
            description = "The documents that a filter means, without their texts, page by page.")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "pending, indexing, ready or failed.")
    @Parameter(
            name = "title",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "This title.")
    @Parameter(
            name = "language",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "This language.")
    @Parameter(
            name = "external_id",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "This external id.")
    @Parameter(
            name = "filter",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "A filter in JSON, such as {\"metadata.year\": {\"gte\": 2020}}.")
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "created_at, updated_at or title; created_at when absent.")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "asc or desc; a time descends, a title ascends.")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = Page.LIMIT)
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "The next_cursor of the page before.")
    @Parameter(
            name = "total",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "true: count all that the filter means.")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content = @Content(schema = @Schema(implementation = DocumentPage.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<DocumentPage> list(@Context UriInfo address) {
        return list.page(caller.tenant(), ListRequest.read(address.getQueryParameters(), json));
    }
}
