package dev.quarry.evaluation.chunking;

/**
 * What was measured of one way to cut.
 *
 * @param meanTokens of a chunk
 * @param first of the first n chunks
 * @param budget of as many chunks as the budget of tokens takes, the last one in part
 * @param seconds for cutting, embedding what no row before had embedded, and searching
 */
record Row(
        Setting setting,
        int chunks,
        double meanTokens,
        Scores first,
        Scores budget,
        double precisionOmega,
        double seconds) {}
