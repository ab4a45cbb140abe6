package dev.quarry.session;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.session.answer.CallersTenant;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Feedback on answers for evaluations, over HTTP. */
@Path(ApiPaths.ADMIN_FEEDBACK + "/judgements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Evaluation")
public class FeedbackExportResource {
    private final CallersTenant tenant;
    private final Feedbacks feedbacks;

    FeedbackExportResource(CallersTenant tenant, Feedbacks feedbacks) {
        this.tenant = tenant;
        this.feedbacks = feedbacks;
    }

    @GET
    @Operation(
            operationId = "exportFeedback",
            summary = "Feedback as judgements",
            description =
                    "What people thought of answers, as the body of an evaluation: a document that a useful answer cites is"
                            + " relevant to its question. The newest feedback, 10000 documents at most.")
    @APIResponse(
            responseCode = "200",
            description = "Questions and judgements; none where no answer was of use yet.",
            content = @Content(schema = @Schema(implementation = JudgedQuestions.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<JudgedQuestions> export() {
        return feedbacks.judgements(tenant.current());
    }
}
