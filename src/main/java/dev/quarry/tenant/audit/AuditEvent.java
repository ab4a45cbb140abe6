package dev.quarry.tenant.audit;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that an administrator or an operator did, or tried to. */
@Schema(description = "Something that an administrator or an operator did, or tried to.")
public record AuditEvent(
        @Schema(description = "Its id; later ones are greater.")
        UUID id,

        @Schema(description = "When.") OffsetDateTime at,

        @Schema(description = "The name of the key, or of the token's owner.")
        String actor,

        @Schema(description = "The key's id; null where it was no key.") @Nullable
        UUID actorKeyId,

        @Schema(description = "The role that they had.") String actorRole,

        @Schema(description = "Verb and path, such as DELETE /api/v1/admin/keys/{id}.")
        String action,

        @Schema(description = "What it was done to: the path that was asked for, or that of what was made.")
        String subject,

        @Schema(description = "The HTTP status of the answer.")
        int status,

        @Schema(description = "The client's address, as the connection has it.") @Nullable
        String remote) {}
