package dev.quarry.ingest;

import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The watcher over HTTP. */
@Path(ApiPaths.WATCHER)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Embedding", description = "Embed documents now, one or many.")
public class WatcherResource {
    private static final long LONGEST_DEADLINE_MS = 300_000;

    private final CurrentCaller caller;
    private final DocumentProcessing processing;
    private final IngestConfig config;

    WatcherResource(CurrentCaller caller, DocumentProcessing processing, IngestConfig config) {
        this.caller = caller;
        this.processing = processing;
        this.config = config;
    }

    /** A document that is ready. */
    @Schema(description = "A document that is embedded.")
    record Processed(
            @Schema(description = "Always processed.") String status,

            @Schema(description = "The document that was embedded.")
            UUID documentId) {}

    @POST
    @Path("process-document/{id}")
    @RunOnVirtualThread
    @Operation(
            operationId = "processDocument",
            summary = "Embed one document now",
            description =
                    "Waits for the document when another worker has it, embeds what is missing, and answers when it is"
                            + " ready. One that is ready already is answered at once.")
    @APIResponse(
            responseCode = "200",
            description = "The document is ready.",
            content = @Content(schema = @Schema(implementation = Processed.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(
            responseCode = "409",
            description = "This instance does not have the active space's model.",
            ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Processed process(
            @Parameter(description = "The document's id (UUID).") @PathParam("id") String id,
            @Parameter(
                            description =
                                    "How long to wait for the answer, 1 to 300000; quarry.ingest.lock-wait when absent. What"
                                            + " was begun by then goes on.")
                    @QueryParam("deadline_ms")
                    @Nullable
                    String deadlineMs) {
        UUID documentId = PathParameters.uuid("id", id);
        processing.process(new Unfinished(caller.tenant(), documentId), deadline(deadlineMs));
        return new Processed("processed", documentId);
    }

    private Duration deadline(@Nullable String text) {
        if (text == null) {
            return config.lockWait();
        }
        long millis = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
        if (millis < 1 || millis > LONGEST_DEADLINE_MS) {
            throw new Failure.Invalid("deadline_ms", "must be a whole number from 1 to " + LONGEST_DEADLINE_MS);
        }
        return Duration.ofMillis(millis);
    }
}
