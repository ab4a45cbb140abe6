package dev.quarry.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.PathParameters;
import dev.quarry.http.QueryParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** Jobs over HTTP; {@link JobEventsResource} has their events. */
@Path(ApiPaths.JOBS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs", description = "Follow what is done in the background, cancel it, try again what failed.")
public class JobResource {
    private static final String ID = "The job's id (UUID).";

    private final CurrentCaller caller;
    private final Jobs jobs;

    JobResource(CurrentCaller caller, Jobs jobs) {
        this.caller = caller;
        this.jobs = jobs;
    }

    /** A job and who is at it. */
    @Schema(description = "A job, and the tasks that are at work with the workers that have them.")
    record Followed(
            @JsonUnwrapped Job job,

            @Schema(description = "The tasks that are at work, 100 at most.")
            List<JobTask> running) {}

    @GET
    @Operation(operationId = "listJobs", summary = "The jobs", description = "Newest first.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the jobs, and how many there are.",
            content = @Content(schema = @Schema(implementation = Jobs.JobList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Jobs.JobList> list(
            @Parameter(description = "Only those: queued, running, succeeded, failed or cancelled.")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "Only those of that kind, such as embed_document.") @QueryParam("kind") @Nullable
                    String kind,
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(description = Page.SKIP) @QueryParam("skip") @Nullable String skip) {
        return jobs.list(
                caller.tenant(),
                QueryParameters.oneOf("state", state, JobState.class),
                kind,
                Page.of(limit, offset, skip));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getJob", summary = "One job", description = "How far it is, and who is at it.")
    @APIResponse(
            responseCode = "200",
            description = "The job.",
            content = @Content(schema = @Schema(implementation = Followed.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Followed> find(@Parameter(description = ID) @PathParam("id") String id) {
        return jobs.details(caller.tenant(), PathParameters.uuid("id", id))
                .map(details -> new Followed(details.job(), details.running()));
    }

    @GET
    @Path("{id}/tasks")
    @Operation(operationId = "listTasks", summary = "A job's tasks", description = "In their order.")
    @APIResponse(
            responseCode = "200",
            description = "A part of the tasks, and how many there are.",
            content = @Content(schema = @Schema(implementation = Jobs.TaskList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Jobs.TaskList> tasks(
            @Parameter(description = ID) @PathParam("id") String id,
            @Parameter(description = "Only those: pending, running, succeeded, skipped, failed or cancelled.")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(description = Page.SKIP) @QueryParam("skip") @Nullable String skip) {
        return jobs.listTasks(
                caller.tenant(),
                PathParameters.uuid("id", id),
                QueryParameters.oneOf("state", state, TaskState.class),
                Page.of(limit, offset, skip));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(
            operationId = "cancelJob",
            summary = "Cancel a job",
            description = "Nothing more of it is begun; tasks that are at work finish.")
    @APIResponse(
            responseCode = "200",
            description = "The cancelled job.",
            content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Job> cancel(@Parameter(description = ID) @PathParam("id") String id) {
        return jobs.cancel(caller.tenant(), PathParameters.uuid("id", id));
    }

    @POST
    @Path("{id}/retry")
    @Operation(
            operationId = "retryJob",
            summary = "Try again what failed",
            description = "The job's failed tasks are tried again, as often as new ones.")
    @APIResponse(
            responseCode = "200",
            description = "The job, running again.",
            content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Job> retry(@Parameter(description = ID) @PathParam("id") String id) {
        return jobs.retry(caller.tenant(), PathParameters.uuid("id", id));
    }
}
