package dev.quarry.tenant.directory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.quarry.tenant.TenantId;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tenant as operators see it. */
@Schema(description = "A tenant.")
public record Tenant(
        @JsonIgnore TenantId id,

        @Schema(description = "Its name, as the header Quarry-Tenant takes it.")
        String name,

        @Schema(description = "When it was made.") OffsetDateTime createdAt,

        @Schema(description = "Since when it is being deleted; null: it is not.") @Nullable
        OffsetDateTime deletingSince) {}
