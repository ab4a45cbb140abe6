package dev.quarry.evaluation;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.PathParameters;
import dev.quarry.http.QueryParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What runs found out, question by question and beside each other. */
@Path(ApiPaths.ADMIN_EVALUATIONS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Evaluation")
public class EvaluationResultsResource {
    private static final String VARIANT = "A capability's name, or fused; fused when absent.";

    private final CurrentCaller caller;
    private final Evaluations evaluations;
    private final Comparisons comparisons;

    EvaluationResultsResource(CurrentCaller caller, Evaluations evaluations, Comparisons comparisons) {
        this.caller = caller;
        this.evaluations = evaluations;
        this.comparisons = comparisons;
    }

    @GET
    @Path("{id}/queries")
    @Operation(
            operationId = "listEvaluatedQueries",
            summary = "An evaluation's questions",
            description = "What a variant made of each of them, worst first.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the questions that are measured, and how many there are.",
            content = @Content(schema = @Schema(implementation = Evaluations.QueryList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Evaluations.QueryList> queries(
            @Parameter(description = EvaluationResource.ID) @PathParam("id") String id,
            @Parameter(description = VARIANT) @QueryParam("variant") @Nullable String variant,
            @Parameter(
                            description =
                                    "Worst by ndcg (when absent), average_precision, recall, reciprocal_rank or took_ms.")
                    @QueryParam("sort")
                    @Nullable
                    String sort,
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(description = Page.SKIP) @QueryParam("skip") @Nullable String skip) {
        QueryOrder order = QueryParameters.oneOf("sort", sort, QueryOrder.class);
        return evaluations.queries(
                caller.tenant(),
                PathParameters.uuid("id", id),
                Objects.requireNonNullElse(variant, RunSettings.FUSED),
                order == null ? QueryOrder.NDCG : order,
                Page.of(limit, offset, skip));
    }

    @GET
    @Path("{id}/compare/{other}")
    @RunOnVirtualThread
    @Operation(
            operationId = "compareEvaluations",
            summary = "Compare two evaluations",
            description = "Holds the first against the other, over the questions that both have: a difference above 0"
                    + " speaks for the first.")
    @APIResponse(
            responseCode = "200",
            description = "What differs.",
            content = @Content(schema = @Schema(implementation = Comparison.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Comparison compare(
            @Parameter(description = EvaluationResource.ID) @PathParam("id") String id,
            @Parameter(description = "The other evaluation's id (UUID).") @PathParam("other") String other,
            @Parameter(
                            description =
                                    "Whose changed questions to tell: a capability's name, or fused; fused when absent.")
                    @QueryParam("variant")
                    @Nullable
                    String variant) {
        return comparisons.compare(
                caller.tenant(),
                PathParameters.uuid("id", id),
                PathParameters.uuid("other", other),
                Objects.requireNonNullElse(variant, RunSettings.FUSED));
    }
}
