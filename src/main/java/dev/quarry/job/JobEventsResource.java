package dev.quarry.job;

import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * A job's events over HTTP.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>
 */
@Path(ApiPaths.JOBS)
@Tag(name = "Jobs")
public class JobEventsResource {
    private final CurrentCaller caller;
    private final JobEvents events;

    JobEventsResource(CurrentCaller caller, JobEvents events) {
        this.caller = caller;
        this.events = events;
    }

    @GET
    @Path("{id}/events")
    @Blocking
    @RunOnVirtualThread
    @ResponseHeader(name = "Cache-Control", value = "no-cache")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followJob",
            summary = "Follow a job",
            description =
                    "Server-sent events: a task event for each task that ends, in the order of their ends, then one job"
                            + " event with the job. A client that was cut off sends the last id that it has seen as Last-Event-ID,"
                            + " and misses nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class, description = "The events.")))
    @APIResponse(responseCode = "204", description = "The job has ended, and the client has seen its end.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Multi<OutboundSseEvent> follow(
            @Parameter(description = "The job's id (UUID).") @PathParam("id") String id,
            @Parameter(description = "The last event that was seen; from the beginning when absent.")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId,
            @Context Sse sse) {
        UUID jobId = PathParameters.uuid("id", id);
        long after = event(lastEventId);
        // Asked before the stream begins: afterwards no status can be given any more.
        Job job = events.jobToFollow(caller.tenant(), jobId).await().indefinitely();
        if (JobEvents.hasSeenTheEnd(job, after)) {
            throw new WebApplicationException(Response.noContent().build());
        }
        return events.follow(caller.tenant(), jobId, after).map(event -> outbound(sse, event));
    }

    private static OutboundSseEvent outbound(Sse sse, JobEvents.Event event) {
        OutboundSseEvent.Builder builder = sse.newEventBuilder().mediaType(MediaType.APPLICATION_JSON_TYPE);
        return switch (event) {
            case JobEvents.Event.TaskEnded ended ->
                builder.id(Long.toString(ended.id()))
                        .name("task")
                        .data(JobTask.class, ended.task())
                        .build();
            case JobEvents.Event.JobEnded ended ->
                builder.id(Long.toString(ended.id()))
                        .name("job")
                        .data(Job.class, ended.job())
                        .build();
            case JobEvents.Event.StillThere silence ->
                sse.newEventBuilder().comment("still there").build();
        };
    }

    private static long event(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return 0;
        }
        if (!lastEventId.matches("[0-9]{1,18}")) {
            throw new Failure.Invalid("Last-Event-ID", "must be the id of an event of this job, a whole number");
        }
        return Long.parseLong(lastEventId);
    }
}
