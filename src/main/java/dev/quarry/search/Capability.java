package dev.quarry.search;

import dev.quarry.search.lexical.RankedChunks;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A way to find chunks, or records of the user's own. Every bean of this type takes part in a search under its name, and
 * so does what a {@link CapabilitySource} makes.
 */
public interface Capability {
    /** What callers know it by. */
    String name();

    /** What it finds and how, in a sentence for callers. */
    String description();

    /** What it takes from a request. */
    default List<String> parameters() {
        return List.of("query", "filter");
    }

    /** Its own settings that decide what it finds: short names and values fit for JSON. */
    default Map<String, Object> settings() {
        return Map.of();
    }

    /** How it works here and now, its settings among it. */
    default Map<String, Object> status() {
        return settings();
    }

    /** How long it may take; the request's own deadline may be shorter. */
    Duration deadline();

    /** Its share in the fusion where the caller does not say. */
    double weight();

    /** Its share in the fusion for this query, where the caller does not say and the query makes a difference. */
    default Uni<Double> weightFor(SearchQuery query) {
        return Uni.createFrom().item(weight());
    }

    /**
     * Finds the best, best first.
     *
     * @param query what is asked, with the deadline that holds for this leg
     */
    Uni<Hits> search(SearchQuery query);

    /**
     * What a capability came to.
     *
     * @param best best first
     * @param more whether it knows that there are more, even where {@code best} is not full: some were left out on the way
     * @param exact whether nothing better can exist; false where candidates were cut off before they were all compared
     * @param plan how it was done, for those who ask for an explanation: short names and values fit for JSON
     */
    record Hits(List<Hit> best, boolean more, boolean exact, Map<String, Object> plan) {
        public Hits {
            best = List.copyOf(best);
            plan = Map.copyOf(plan);
        }

        public Hits(List<Hit> best, boolean exact, Map<String, Object> plan) {
            this(best, false, exact, plan);
        }

        static Hits of(RankedChunks ranked) {
            return new Hits(
                    ranked.best().stream()
                            .map(chunk -> new Hit(new Item.Chunk(chunk.chunkId()), chunk.score(), chunk.relevance()))
                            .toList(),
                    ranked.exact(),
                    ranked.plan());
        }
    }

    /**
     * What one capability found.
     *
     * @param item what it is
     * @param score on the capability's own scale, larger is better
     * @param relevance the score on a scale that all capabilities share, from 0 (nothing in common) to 1 (as good as it can
     *     get for this query)
     */
    record Hit(Item item, double score, double relevance) {}
}
