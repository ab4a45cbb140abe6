package dev.quarry.search.lexical;

import java.util.UUID;

/**
 * A chunk that was found.
 *
 * @param score larger is better
 * @param relevance the score as a share of what it could be for this query, from 0 to 1
 */
public record ScoredChunk(UUID chunkId, double score, double relevance) {}
