package dev.quarry.embedding;

/** A space and the model that makes its vectors, which this process has. */
public record LiveSpace(EmbeddingSpace space, EmbeddingModel model) {}
