package dev.quarry.embedding;

/**
 * One model's vectors.
 *
 * @param id its number in {@code embedding_spaces}; its tables are named by it
 * @param model the stamp of every vector in it
 * @param dimensions numbers in a vector
 * @param index how the vectors are kept and found
 */
public record EmbeddingSpace(int id, String model, int dimensions, VectorIndex index) {
    /** What a space is there for. */
    public enum State {
        /** It is being filled; another one is searched. */
        BUILDING,
        /** It is searched, and documents are ready when their vectors are in it. */
        ACTIVE,
        /** It was searched once. Nothing is written to it any more; it may be dropped. */
        RETIRED
    }

    /** Whether vectors of the two mean the same, however they are kept. */
    boolean isOfTheSameModelAs(EmbeddingSpace other) {
        return model.equals(other.model) && dimensions == other.dimensions;
    }
}
