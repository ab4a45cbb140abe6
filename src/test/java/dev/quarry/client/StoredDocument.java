package dev.quarry.client;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document as the service has it. */
public record StoredDocument(
        UUID id,
        @Nullable String externalId,
        String status,
        int totalChunks,
        int attempts,
        @Nullable String error,
        @Nullable Boolean unchanged) {
    boolean isReady() {
        return "ready".equals(status);
    }

    boolean hasFailed() {
        return "failed".equals(status);
    }

    boolean isUnchanged() {
        return unchanged != null && unchanged;
    }
}
