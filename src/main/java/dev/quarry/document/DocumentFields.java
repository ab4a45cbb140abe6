package dev.quarry.document;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What of a document no chunk depends on. */
record DocumentFields(@Nullable String externalId, @Nullable String sourceUri, JsonObject metadata) {}
