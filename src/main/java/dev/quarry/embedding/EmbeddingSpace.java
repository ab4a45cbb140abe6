package dev.quarry.embedding;

/**
 * One model's vectors.
 *
 * @param id its number in {@code embedding_spaces}; its tables are named by it
 * @param model the stamp of every vector in it
 * @param dimensions numbers in a vector
 * @param index how the vectors are kept and found
 */
public record EmbeddingSpace(int id, String model, int dimensions, VectorIndex index) {}
