package dev.quarry.evaluation;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.PathParameters;
import dev.quarry.http.QueryParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Runs over HTTP; {@link EvaluationResultsResource} has what they found out. */
@Path(ApiPaths.ADMIN_EVALUATIONS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Evaluation", description = "Measure how well your own questions are answered, and compare.")
public class EvaluationResource {
    static final String ID = "The evaluation's id (UUID).";

    private final CurrentCaller caller;
    private final EvaluationRuns runs;
    private final Evaluations evaluations;

    EvaluationResource(CurrentCaller caller, EvaluationRuns runs, Evaluations evaluations) {
        this.caller = caller;
        this.runs = runs;
        this.evaluations = evaluations;
    }

    @POST
    @RunOnVirtualThread
    @Operation(
            operationId = "evaluate",
            summary = "Measure how well questions are answered",
            description =
                    "Makes a job, under the evaluation's id, that asks each question of every capability alone and of"
                            + " all of them fused, and measures the answers by the judgements.")
    @APIResponse(
            responseCode = "202",
            description = "The evaluation is there; with wait=true: it takes longer than requests wait, and goes on.",
            headers =
                    @Header(
                            name = "Location",
                            schema = @Schema(implementation = String.class),
                            description = "The evaluation's address."),
            content = @Content(schema = @Schema(implementation = EvaluationDetails.class)))
    @APIResponse(
            responseCode = "200",
            description = "With wait=true: what the evaluation came to.",
            content = @Content(schema = @Schema(implementation = EvaluationDetails.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public RestResponse<EvaluationDetails> evaluate(
            @Parameter(description = "true: answer when every question is measured.") @QueryParam("wait") @Nullable
                    String wait,
            @Nullable EvaluationRequest request) {
        boolean waits = QueryParameters.flag("wait", wait);
        UUID id = runs.begin(caller.tenant(), request);
        RestResponse.Status status =
                waits && runs.await(caller.tenant(), id) ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED;
        EvaluationDetails details =
                evaluations.details(caller.tenant(), id).await().indefinitely();
        return RestResponse.ResponseBuilder.create(status, details)
                .header(HttpHeaders.LOCATION, ApiPaths.ADMIN_EVALUATIONS + "/" + id)
                .build();
    }

    @GET
    @Operation(operationId = "listEvaluations", summary = "The evaluations", description = "Newest first.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the evaluations, and how many there are.",
            content = @Content(schema = @Schema(implementation = Evaluations.EvaluationList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Evaluations.EvaluationList> list(
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(description = Page.SKIP) @QueryParam("skip") @Nullable String skip) {
        return evaluations.list(caller.tenant(), Page.of(limit, offset, skip));
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getEvaluation",
            summary = "One evaluation",
            description = "What was measured, how far it is, and the means so far.")
    @APIResponse(
            responseCode = "200",
            description = "The evaluation.",
            content = @Content(schema = @Schema(implementation = EvaluationDetails.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<EvaluationDetails> find(@Parameter(description = ID) @PathParam("id") String id) {
        return evaluations.details(caller.tenant(), PathParameters.uuid("id", id));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteEvaluation",
            summary = "Delete an evaluation",
            description = "Deletes the evaluation with its results; one that is at work is cancelled.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Void> delete(@Parameter(description = ID) @PathParam("id") String id) {
        UUID evaluationId = PathParameters.uuid("id", id);
        return evaluations.delete(caller.tenant(), evaluationId);
    }
}
