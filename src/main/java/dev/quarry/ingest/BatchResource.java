package dev.quarry.ingest;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.QueryParameters;
import dev.quarry.ingest.EmbeddingBatches.Result;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Batches over HTTP. */
@Path(ApiPaths.ADMIN_EMBEDDINGS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Embedding", description = "Embed documents now, one or many.")
public class BatchResource {
    private final CurrentCaller caller;
    private final EmbeddingBatches batches;

    BatchResource(CurrentCaller caller, EmbeddingBatches batches) {
        this.caller = caller;
        this.batches = batches;
    }

    /** The job that does a batch. */
    @Schema(description = "The job that does the batch.")
    record Accepted(@Schema(description = "The job's id.") UUID jobId) {}

    @POST
    @Path("batch")
    @RunOnVirtualThread
    @Operation(
            operationId = "embedBatch",
            summary = "Embed many documents",
            description =
                    "Makes a job that tries each document at once, and skips those that another worker has. Without"
                            + " document_ids and filter, every document that is not ready is meant.")
    @APIResponse(
            responseCode = "202",
            description = "The job is there; with wait=true: it takes longer than requests wait, and goes on.",
            headers =
                    @Header(
                            name = "Location",
                            schema = @Schema(implementation = String.class),
                            description = "The job's address."),
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(
            responseCode = "200",
            description = "With wait=true: what the batch came to.",
            content = @Content(schema = @Schema(implementation = Result.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Response embed(
            @Parameter(description = "true: answer when every document is done.") @QueryParam("wait") @Nullable
                    String wait,
            @Nullable BatchRequest request) {
        boolean waits = QueryParameters.flag("wait", wait);
        UUID jobId = batches.create(caller.tenant(), request == null ? new BatchRequest(null, null) : request)
                .id();
        Optional<Result> result = waits ? batches.await(caller.tenant(), jobId) : Optional.empty();
        return result.map(done -> Response.ok(done).build())
                .orElseGet(() -> Response.accepted(new Accepted(jobId))
                        .header(HttpHeaders.LOCATION, ApiPaths.JOBS + "/" + jobId)
                        .build());
    }
}
