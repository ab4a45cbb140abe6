package dev.quarry.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.document.FilteredDeletion.Deleted;
import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.QueryParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Deletion of many documents over HTTP. */
@Path(ApiPaths.DOCUMENTS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class DocumentDeletionResource {
    private static final Set<String> ALLOWED = new TreeSet<>(Set.of(ListRequest.FILTER, "confirm"));

    private final CurrentCaller caller;
    private final FilteredDeletion deletion;
    private final ObjectMapper json;

    DocumentDeletionResource(CurrentCaller caller, FilteredDeletion deletion, ObjectMapper json) {
        this.caller = caller;
        this.deletion = deletion;
        this.json = json;
    }

    @DELETE
    @RunOnVirtualThread
    @Operation(
            operationId = "deleteDocuments",
            summary = "Delete the documents that a filter means",
            description =
                    "Deletes them when there are as many as confirm says; without confirm, 400 says how many there are.")
    @Parameter(
            name = "filter",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            required = true,
            description = "A filter in JSON.")
    @Parameter(
            name = "confirm",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = String.class),
            description = "How many documents the filter means.")
    @APIResponse(
            responseCode = "200",
            description = "They are gone.",
            content = @Content(schema = @Schema(implementation = Deleted.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Deleted delete(@Context UriInfo address) {
        Map<String, List<String>> given = address.getQueryParameters();
        QueryParameters.requireKnown(given.keySet(), ALLOWED);
        String filter = QueryParameters.single(given, ListRequest.FILTER);
        if (filter == null) {
            throw new Failure.Invalid(ListRequest.FILTER, "is required: which documents to delete");
        }
        return deletion.delete(
                caller.tenant(),
                DocumentFilter.parse(QueryParameters.jsonObject(ListRequest.FILTER, filter, json), ListRequest.FILTER),
                confirm(QueryParameters.single(given, "confirm")));
    }

    private static @Nullable Integer confirm(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new Failure.Invalid("confirm", "must be the number of documents that the filter means");
        }
        return Integer.valueOf(text);
    }
}
