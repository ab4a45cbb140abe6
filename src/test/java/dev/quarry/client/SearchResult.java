package dev.quarry.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The answer to a question: passages, best first. */
public record SearchResult(List<Hit> hits, List<Leg> legs, boolean degraded, long tookMs) {
    /** A passage that was found, and its place with each capability that found it. */
    public record Hit(
            UUID documentId, String title, String headingPath, String content, double score, Map<String, Place> legs) {}

    /** A rank, from 1, and the score on the capability's own scale. */
    public record Place(int rank, double score) {}

    /** How a capability did: ok, late or failed. */
    public record Leg(String capability, String status, long tookMs) {}
}
