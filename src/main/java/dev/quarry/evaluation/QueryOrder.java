package dev.quarry.evaluation;

import java.util.Locale;

/** What makes a question a bad one: a low score, or a long time. */
enum QueryOrder {
    NDCG,
    AVERAGE_PRECISION,
    RECALL,
    RECIPROCAL_RANK,
    TOOK_MS;

    /** As the interface and the statement call it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
