package dev.quarry.session.answer;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.EventStreams;
import dev.quarry.http.OpenApi;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** One question without a conversation, over HTTP. */
@Path(ApiPaths.ANSWER)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Answers", description = "Ask a question, get an answer with its citations.")
public class AnswerResource {
    private final CallersTenant tenant;
    private final QuestionCheck check;
    private final Answerer answerer;
    private final EventStreams streams;

    AnswerResource(CallersTenant tenant, QuestionCheck check, Answerer answerer, EventStreams streams) {
        this.tenant = tenant;
        this.check = check;
        this.answerer = answerer;
        this.streams = streams;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "answer",
            summary = "Answer one question",
            description =
                    "Finds passages and answers from them, each statement with its citation: by the language model where one"
                            + " is set up, else by the passages' best sentences. Nothing is stored. With Accept:"
                            + " text/event-stream the answer comes as it is written, as the events retrieval, token, citation,"
                            + " and at last done or error.")
    @APIResponse(
            responseCode = "200",
            description = "The answer; supported says whether it cites anything.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Answer.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(implementation = String.class, description = "The events."))
            })
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Answer> answer(@Nullable AnswerRequest request) {
        return answerer.answerOnly(check.question(tenant.current(), request));
    }

    // The method above describes both forms of the operation, which OpenAPI takes for one.
    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-cache")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> follow(@Nullable AnswerRequest request, @Context Sse sse) {
        return streams.write(
                answerer.answer(check.question(tenant.current(), request)).map(AnswerEvent::named), sse);
    }
}
