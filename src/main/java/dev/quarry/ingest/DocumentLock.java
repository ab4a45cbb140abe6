package dev.quarry.ingest;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An advisory lock that somebody holds. */
@Schema(description = "An advisory lock that a session holds.")
public record DocumentLock(
        @Schema(description = "What the lock is about: docs_ns for one document.")
        String namespace,

        @Schema(description = "The session's process at the server, as pg_terminate_backend takes it.")
        int pid,

        @Schema(description = "The session's application_name: service:instance:pool for one of Quarry's.") @Nullable
        String holder,

        @Schema(description = "The document, where it is known: the server knows only a hash of its id.") @Nullable
        UUID documentId,

        @Schema(description = "The document's title.") @Nullable
        String title,

        @Schema(description = "The document's tenant.") @Nullable
        Integer tenantId,

        @Schema(description = "Since when the document is worked on.") @Nullable
        OffsetDateTime since) {}
