package dev.quarry.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to a question: passages, best first. */
public record SearchResult(List<Hit> hits, List<Leg> legs, boolean degraded, long tookMs) {
    /**
     * A passage that was found, or a record, and its place with each capability that found it. A record has no document and
     * no headings, and mostly no content.
     */
    public record Hit(
            @Nullable UUID documentId,
            String title,
            @Nullable String headingPath,
            @Nullable String content,
            @Nullable FoundRecord record,
            double score,
            Map<String, Place> legs) {}

    /** A row of a table beside the documents. */
    public record FoundRecord(String source, String id, Map<String, @Nullable Object> fields) {}

    /** A rank, from 1, and the score on the capability's own scale. */
    public record Place(int rank, double score) {}

    /** How a capability did: ok, late or failed. */
    public record Leg(String capability, String status, long tookMs) {}
}
