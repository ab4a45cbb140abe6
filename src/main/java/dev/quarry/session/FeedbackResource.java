package dev.quarry.session;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.session.answer.CallersTenant;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Feedback on answers over HTTP. */
@Path(ApiPaths.SESSIONS + "/{id}/messages/{message}/feedback")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
public class FeedbackResource {
    private final CallersTenant tenant;
    private final Feedbacks feedbacks;

    FeedbackResource(CallersTenant tenant, Feedbacks feedbacks) {
        this.tenant = tenant;
        this.feedbacks = feedbacks;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putFeedback",
            summary = "Say whether an answer was of use",
            description = "Keeps what somebody thinks of an answer; said again, it replaces what was said before.")
    @APIResponse(
            responseCode = "200",
            description = "The answer with its feedback.",
            content = @Content(schema = @Schema(implementation = Message.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Message> put(
            @Parameter(description = SessionResource.ID) @PathParam("id") String id,
            @Parameter(description = "The answer's id (UUID).") @PathParam("message") String message,
            @Nullable FeedbackRequest request) {
        return feedbacks.put(
                tenant.current(),
                PathParameters.uuid("id", id),
                PathParameters.uuid("message", message),
                feedbacks.checked(request));
    }
}
