package dev.quarry.ingest;

import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much there is to embed, over all tenants, at one moment.
 *
 * @param oldestWaitingSince when the document that waits longest became due; null where none waits
 * @param indexedLastMinute documents that became ready in the last minute, by whichever instance
 * @param errors what goes wrong most, most frequent first
 */
public record Backlog(
        long pending,
        long indexing,
        long failed,
        long ready,
        @Nullable OffsetDateTime oldestWaitingSince,
        long indexedLastMinute,
        OffsetDateTime at,
        List<FrequentError> errors) {

    /** An error and on how many documents it stands. */
    public record FrequentError(
            @Schema(description = "What was said.") String error,
            @Schema(description = "Of how many documents.") long documents) {}

    /** Documents that are not ready. */
    public long documents() {
        return pending + indexing + failed;
    }

    /** When it is worked off if it goes on like in the last minute; null where it does not go on, or nothing is left. */
    public @Nullable OffsetDateTime estimatedEnd() {
        long left = pending + indexing;
        if (left == 0 || indexedLastMinute == 0) {
            return null;
        }
        return at.plusSeconds(60 * left / indexedLastMinute);
    }
}
