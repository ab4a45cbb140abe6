package dev.quarry.admin;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.ingest.DocumentLock;
import dev.quarry.ingest.DocumentLockSql;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The advisory locks over HTTP. */
@Path(ApiPaths.ADMIN_LOCKS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
public class AdminLocksResource {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Database database;

    AdminLocksResource(Database database) {
        this.database = database;
    }

    /** Every lock of ours, the oldest first. */
    @Schema(description = "The advisory locks that are held, the oldest first.")
    record LocksAnswer(
            @Schema(description = "The locks that are held.")
            List<DocumentLock> locks) {}

    @GET
    @Operation(
            operationId = "getLocks",
            summary = "Advisory locks",
            description =
                    "Which sessions hold which of Quarry's advisory locks, as pg_locks has it, on every instance.")
    @APIResponse(
            responseCode = "200",
            description = "The locks.",
            content = @Content(schema = @Schema(implementation = LocksAnswer.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<LocksAnswer> locks() {
        return database.read(RowScope.EVERY_TENANT, DEADLINE, DocumentLockSql::held)
                .map(LocksAnswer::new);
    }
}
