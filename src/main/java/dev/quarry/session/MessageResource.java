package dev.quarry.session;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.PathParameters;
import dev.quarry.session.answer.CallersTenant;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads a session's messages over HTTP; {@link ConversationResource} adds to them. */
@Path(ApiPaths.SESSIONS + "/{id}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
public class MessageResource {
    static final String MESSAGE_ID = "The message's id (UUID).";

    private final CallersTenant tenant;
    private final Messages messages;

    MessageResource(CallersTenant tenant, Messages messages) {
        this.tenant = tenant;
        this.messages = messages;
    }

    @GET
    @Operation(
            operationId = "listMessages",
            summary = "A session's messages",
            description = "Page by page; with q only those that say all of its words.")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content = @Content(schema = @Schema(implementation = Messages.MessagePage.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Messages.MessagePage> list(
            @Parameter(description = SessionResource.ID) @PathParam("id") String id,
            @Parameter(description = "Words that a message must say, all of them, in whatever case.")
                    @QueryParam("q")
                    @Nullable
                    String q,
            @Parameter(description = "asc, oldest first, or desc; asc when absent.") @QueryParam("order") @Nullable
                    String order,
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = SessionResource.CURSOR) @QueryParam("cursor") @Nullable String cursor) {
        return messages.list(
                tenant.current(), PathParameters.uuid("id", id), MessageQuery.read(q, order, limit, cursor));
    }

    @GET
    @Path("{message}")
    @Operation(
            operationId = "getMessage",
            summary = "One message",
            description = "A question, or an answer: its status says whether it is there, and its error why not.")
    @APIResponse(
            responseCode = "200",
            description = "The message.",
            content = @Content(schema = @Schema(implementation = Message.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Message> find(
            @Parameter(description = SessionResource.ID) @PathParam("id") String id,
            @Parameter(description = MESSAGE_ID) @PathParam("message") String message) {
        return messages.find(tenant.current(), PathParameters.uuid("id", id), PathParameters.uuid("message", message));
    }
}
