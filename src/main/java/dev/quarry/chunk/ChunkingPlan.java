package dev.quarry.chunk;

/** How a text is to be cut: all that decides which chunks there are, beside the text and the model that counts. */
public record ChunkingPlan(ChunkingStrategy strategy, ChunkSize size) {}
