package dev.quarry.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Search over HTTP. */
@Path(ApiPaths.SEARCH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Search", description = "Ask a question, get passages.")
public class SearchResource {
    private final CurrentCaller caller;
    private final Searcher searcher;
    private final ObjectMapper json;

    SearchResource(CurrentCaller caller, Searcher searcher, ObjectMapper json) {
        this.caller = caller;
        this.searcher = searcher;
        this.json = json;
    }

    @POST
    @Operation(
            operationId = "search",
            summary = "Search",
            description = "Asks the capabilities at once, each within its deadline, and fuses what they find.")
    @APIResponse(
            responseCode = "200",
            description = "The hits; fewer, and degraded, when a capability did not answer.",
            content = @Content(schema = @Schema(implementation = SearchAnswer.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<SearchAnswer> search(@Nullable SearchRequest request) {
        return searcher.search(caller.tenant(), request);
    }

    @GET
    @Operation(
            operationId = "searchByAddress",
            summary = "Search, from an address bar",
            description = "As POST, with the question in the address.")
    @Parameter(
            name = SearchParameters.QUERY,
            in = ParameterIn.QUERY,
            description = "The question, or some words. Without it a filter is required, and chunks are listed.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = SearchParameters.K,
            in = ParameterIn.QUERY,
            description = "How many hits; 10 when absent.",
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = SearchParameters.CAPABILITY,
            in = ParameterIn.QUERY,
            description = "A capability to ask; may be given several times.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = SearchParameters.FILTER,
            in = ParameterIn.QUERY,
            description = "Which documents are meant, as the body's filter: {\"language\": \"en\"}.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = SearchParameters.CURSOR,
            in = ParameterIn.QUERY,
            description = "The next of an answer to this same question.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = SearchParameters.FOLD,
            in = ParameterIn.QUERY,
            description = "Whether hits that say the same become one; true when absent.",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = SearchParameters.DIVERSITY,
            in = ParameterIn.QUERY,
            description = "How much a hit unlike those before it is preferred, from 0 to 1; 0 when absent.",
            schema = @Schema(type = SchemaType.NUMBER))
    @Parameter(
            name = SearchParameters.RERANK,
            in = ParameterIn.QUERY,
            description = "Whether the reranker is asked, where one is set up; true when absent.",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = SearchParameters.CONTEXT,
            in = ParameterIn.QUERY,
            description = "How many chunks before and behind each hit are shown, 0 to 10; 0 when absent.",
            schema = @Schema(type = SchemaType.INTEGER))
    @Parameter(
            name = SearchParameters.HIGHLIGHT,
            in = ParameterIn.QUERY,
            description = "Whether the places of the question's words are told.",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = SearchParameters.EXPLAIN,
            in = ParameterIn.QUERY,
            description = "Whether the answer says how it came about.",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @APIResponse(
            responseCode = "200",
            description = "The hits.",
            content = @Content(schema = @Schema(implementation = SearchAnswer.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<SearchAnswer> searchByAddress(@Context UriInfo address) {
        SearchRequest request = SearchParameters.read(address.getQueryParameters(), json);
        try {
            return searcher.search(caller.tenant(), request);
        } catch (Failure.Invalid invalid) {
            throw SearchParameters.inAnAddress(invalid);
        }
    }
}
