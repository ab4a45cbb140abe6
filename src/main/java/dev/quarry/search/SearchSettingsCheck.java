package dev.quarry.search;

import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses to start with settings under which scores would mean nothing. */
@ApplicationScoped
class SearchSettingsCheck {
    private static final double HIGHEST_K1 = 100;
    private static final int HIGHEST_WEIGHT = 1000;
    private static final int DEEPEST = 10_000;

    private final SearchConfig config;

    SearchSettingsCheck(SearchConfig config) {
        this.config = config;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        requireBetween(config.bm25().k1(), HIGHEST_K1, "quarry.search.bm25.k1");
        requireBetween(config.bm25().b(), 1, "quarry.search.bm25.b");
        requireBetween(config.fuzzy().minSimilarity(), 1, "quarry.search.fuzzy.min-similarity");
        requireBetween(config.bm25().weight(), HIGHEST_WEIGHT, "quarry.search.bm25.weight");
        requireBetween(config.vector().weight(), HIGHEST_WEIGHT, "quarry.search.vector.weight");
        requireBetween(config.fuzzy().weight(), HIGHEST_WEIGHT, "quarry.search.fuzzy.weight");
        requireBetween(config.reciprocalRankConstant(), DEEPEST, "quarry.search.reciprocal-rank-constant");
        requireCount(config.maxK(), "quarry.search.max-k");
        requireCount(config.depth(), "quarry.search.depth");
        requireCount(config.diversityCandidates(), "quarry.search.diversity-candidates");
        if (config.bm25().postings() < 1) {
            throw new IllegalStateException(
                    "quarry.search.bm25.postings is " + config.bm25().postings() + "; it must be at least 1");
        }
    }

    private static void requireCount(int value, String setting) {
        if (value < 1 || value > DEEPEST) {
            throw new IllegalStateException("%s is %d; it must be from 1 to %d".formatted(setting, value, DEEPEST));
        }
    }

    /** From 0; what is no number is not between. */
    private static void requireBetween(double value, double highest, String setting) {
        if (!(value >= 0 && value <= highest)) {
            throw new IllegalStateException(
                    "%s is %s; it must be from 0 to %s".formatted(setting, value, (int) highest));
        }
    }
}
