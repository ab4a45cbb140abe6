package dev.quarry.session;

import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.EventStreams;
import dev.quarry.http.NamedEvent;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.session.Exchanges.Begun;
import dev.quarry.session.answer.CallersTenant;
import dev.quarry.session.answer.QuestionCheck;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Questions in a session over HTTP. Each is stored before it is answered, so that what fails can be seen and retried. */
@Path(ApiPaths.SESSIONS + "/{id}/messages")
@Tag(name = "Sessions")
public class ConversationResource {
    private final CallersTenant tenant;
    private final QuestionCheck check;
    private final Exchanges exchanges;
    private final Conversations conversations;
    private final EventStreams streams;

    ConversationResource(
            CallersTenant tenant,
            QuestionCheck check,
            Exchanges exchanges,
            Conversations conversations,
            EventStreams streams) {
        this.tenant = tenant;
        this.check = check;
        this.exchanges = exchanges;
        this.conversations = conversations;
        this.streams = streams;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "ask",
            summary = "Ask in a session",
            description =
                    "Stores the question, makes it stand on its own by what was said before, finds passages, answers from them,"
                            + " and stores the answer. When answering fails, the answer is stored as failed and can be retried."
                            + " With Accept: text/event-stream the answer comes as it is written, as the events retrieval,"
                            + " token, citation, and at last done or error with what is stored.")
    @APIResponse(
            responseCode = "201",
            description = "Question and answer are stored; the answer's status says whether there is one.",
            headers =
                    @Header(
                            name = "Location",
                            schema = @Schema(implementation = String.class),
                            description = "The answer's address."),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Exchange.class)))
    @APIResponse(
            responseCode = "200",
            description = "The events, with Accept: text/event-stream.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class, description = "The events.")))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> ask(
            @Parameter(description = SessionResource.ID) @PathParam("id") String id, @Nullable MessageRequest request) {
        return begin(id, request).flatMap(conversations::end).map(exchange -> created(id, exchange));
    }

    // The method above describes both forms of the operation, which OpenAPI takes for one.
    @POST
    @Blocking
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-cache")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> askAndFollow(
            @PathParam("id") String id, @Nullable MessageRequest request, @Context Sse sse) {
        // Stored before the stream begins: afterwards no status can be given any more.
        return events(begin(id, request).await().indefinitely(), sse);
    }

    @POST
    @Path("{message}/retry")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "retryAnswer",
            summary = "Try an answer again",
            description =
                    "Asks the question of an answer that failed or was cancelled once more, with what was said before it. As"
                            + " events with Accept: text/event-stream.")
    @APIResponse(
            responseCode = "200",
            description = "Question and answer; the answer's status says whether there is one now.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Exchange.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(implementation = String.class, description = "The events."))
            })
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Exchange> retry(
            @Parameter(description = SessionResource.ID) @PathParam("id") String id,
            @Parameter(description = "The answer's id (UUID).") @PathParam("message") String message) {
        return beginAgain(id, message).flatMap(conversations::end);
    }

    @POST
    @Path("{message}/retry")
    @Blocking
    @RunOnVirtualThread
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-cache")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> retryAndFollow(
            @PathParam("id") String id, @PathParam("message") String message, @Context Sse sse) {
        return events(beginAgain(id, message).await().indefinitely(), sse);
    }

    private Uni<Begun> begin(String id, @Nullable MessageRequest request) {
        UUID sessionId = PathParameters.uuid("id", id);
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with content");
        }
        check.check(request.content(), "content", request.options());
        return exchanges.begin(
                tenant.current(),
                sessionId,
                Objects.requireNonNull(request.content()).strip(),
                request.options());
    }

    private Uni<Begun> beginAgain(String id, String message) {
        return exchanges.beginAgain(
                tenant.current(), PathParameters.uuid("id", id), PathParameters.uuid("message", message));
    }

    private Multi<OutboundSseEvent> events(Begun begun, Sse sse) {
        Multi<NamedEvent> events = conversations.follow(begun).map(Conversations.Event::named);
        return streams.write(events, sse);
    }

    private static Response created(String id, Exchange exchange) {
        return Response.created(URI.create(ApiPaths.SESSIONS + "/" + id + "/messages/"
                        + exchange.answer().id()))
                .entity(exchange)
                .build();
    }
}
