package dev.quarry.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.QueryParameters;
import dev.quarry.tenant.CurrentCaller;
import dev.quarry.tenant.TenantId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Streams of documents over HTTP. */
@Path(ApiPaths.ROOT)
@Tag(name = "Documents")
public class BulkResource {
    private final CurrentCaller caller;
    private final BulkStreams streams;
    private final BulkStore store;
    private final BulkExport export;
    private final ObjectMapper json;

    BulkResource(CurrentCaller caller, BulkStreams streams, BulkStore store, BulkExport export, ObjectMapper json) {
        this.caller = caller;
        this.streams = streams;
        this.store = store;
        this.export = export;
        this.json = json;
    }

    // Cutting works the processor: not for a virtual thread, of which many share few.
    @POST
    @Path("documents:batch")
    @Consumes(ApiPaths.NDJSON)
    @Produces(ApiPaths.NDJSON)
    @Blocking
    @Operation(
            operationId = "storeDocuments",
            summary = "Store many documents",
            description =
                    "Takes a document a line, of any number of lines, and answers each line as it is stored: line, status"
                            + " (created, unchanged, replaced, failed), id or problem. The last line is a summary. A line that"
                            + " is wrong does not stop the others.")
    @APIResponse(
            responseCode = "200",
            description = "A line for each document, and a summary.",
            content = @Content(mediaType = ApiPaths.NDJSON, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public StreamingOutput storeAll(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = ApiPaths.NDJSON,
                                            schema = @Schema(implementation = String.class)))
                    InputStream body) {
        TenantId tenant = caller.tenant();
        return answer -> {
            streams.open();
            try {
                store.store(tenant, body, answer);
            } finally {
                streams.close();
            }
        };
    }

    @GET
    @Path("documents:export")
    @Produces(ApiPaths.NDJSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "exportDocuments",
            summary = "Export documents",
            description =
                    "The documents that a filter means, with their texts, a line each, as documents:batch takes them.")
    @Parameter(
            name = "filter",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "A filter in JSON; every document without it.")
    @APIResponse(
            responseCode = "200",
            description = "A line for each document.",
            content = @Content(mediaType = ApiPaths.NDJSON, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public StreamingOutput export(@Context UriInfo address) {
        Map<String, List<String>> given = address.getQueryParameters();
        QueryParameters.requireKnown(given.keySet(), Set.of(ListRequest.FILTER));
        String text = QueryParameters.single(given, ListRequest.FILTER);
        DocumentFilter filter = text == null
                ? DocumentFilter.EVERYTHING
                : DocumentFilter.parse(QueryParameters.jsonObject(ListRequest.FILTER, text, json), ListRequest.FILTER);
        TenantId tenant = caller.tenant();
        return answer -> {
            streams.open();
            try {
                export.write(tenant, filter, answer);
            } finally {
                streams.close();
            }
        };
    }
}
