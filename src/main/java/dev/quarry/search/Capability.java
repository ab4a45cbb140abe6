package dev.quarry.search;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A way to find chunks. Every bean of this type takes part in a search under its name. */
public interface Capability {
    /** What callers know it by. */
    String name();

    /** How long it may take; the request's own deadline may be shorter. */
    Duration deadline();

    /** Its share in the fusion where the caller does not say. */
    double weight();

    /**
     * Finds chunks, best first.
     *
     * @param query what is asked, with the deadline that holds for this leg
     */
    Uni<List<Hit>> search(SearchQuery query);

    /**
     * A chunk that one capability found.
     *
     * @param score on the capability's own scale, larger is better
     * @param relevance the score on a scale that all capabilities share, from 0 (nothing in common) to 1 (as good as it can
     *     get for this query)
     */
    record Hit(UUID chunkId, double score, double relevance) {}
}
