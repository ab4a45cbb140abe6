package dev.quarry.search;

/** How the hits of several capabilities become one ranking. */
public enum FusionMethod {
    /** The sum of relevance times weight. */
    WEIGHTED_SUM,
    /** The sum of weight / (constant + rank). */
    RECIPROCAL_RANK
}
