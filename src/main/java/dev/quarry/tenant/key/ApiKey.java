package dev.quarry.tenant.key;

import dev.quarry.tenant.AccessRole;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key as those see it who manage it: without its secret, which nobody has but its owner. */
@Schema(description = "An API key, without its secret.")
public record ApiKey(
        @Schema(description = "Its id.") UUID id,

        @Schema(description = "What people call it.") String name,

        @Schema(description = "How it begins; not part of the secret.")
        String prefix,

        @Schema(description = "What it may do: reader, writer, admin or operator.")
        AccessRole role,

        @Schema(description = "The tenant's name; null for an operator's, which is over all tenants.") @Nullable
        String tenant,

        @Schema(description = "When it was made.") OffsetDateTime createdAt,

        @Schema(description = "When it ends; null: never.") @Nullable
        OffsetDateTime expiresAt,

        @Schema(description = "When it was revoked; null: it was not.") @Nullable
        OffsetDateTime revokedAt,

        @Schema(description = "When it was last used, to a minute or so; null: never.") @Nullable
        OffsetDateTime lastUsedAt) {}
