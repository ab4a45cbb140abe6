package dev.quarry.ingest;

import dev.quarry.tenant.TenantId;
import java.util.UUID;

/** A document that is not ready. */
record Unfinished(TenantId tenant, UUID documentId) {}
