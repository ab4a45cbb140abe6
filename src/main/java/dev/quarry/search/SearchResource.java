package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
    private final Searcher searcher;

    SearchResource(Searcher searcher) {
        this.searcher = searcher;
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
        return searcher.search(TenantId.DEFAULT, request);
    }

    @GET
    @Operation(
            operationId = "searchByAddress",
            summary = "Search, from an address bar",
            description = "As POST, with the question in the address.")
    @APIResponse(
            responseCode = "200",
            description = "The hits.",
            content = @Content(schema = @Schema(implementation = SearchAnswer.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<SearchAnswer> searchByAddress(
            @Parameter(description = "The question, or some words.", required = true) @QueryParam("q") @Nullable
                    String q,
            @Parameter(description = "How many hits; 10 when absent.") @QueryParam("k") @Nullable String k,
            @Parameter(description = "A capability to ask; may be given several times.") @QueryParam("capability")
                    List<String> capabilities) {
        return searcher.search(
                TenantId.DEFAULT,
                new SearchRequest(q, wholeNumber(k), capabilities.isEmpty() ? null : capabilities, null, null, null));
    }

    private static @Nullable Integer wholeNumber(@Nullable String k) {
        if (k == null) {
            return null;
        }
        try {
            return Integer.valueOf(k.strip());
        } catch (NumberFormatException notANumber) {
            throw new Failure.Invalid("k", "must be a whole number");
        }
    }
}
