package dev.quarry.embedding;

import dev.quarry.embedding.VectorIndex.NearChunk;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a search for the nearest chunks came to.
 *
 * @param chunks nearest first
 * @param exact whether every vector that was meant was compared: then there are no nearer ones, and no more
 * @param plan how they were found, for an explanation: {@code plan} is exact, hnsw or signatures
 */
public record NearestChunks(List<NearChunk> chunks, boolean exact, Map<String, Object> plan) {
    private static final Comparator<NearChunk> NEAREST_FIRST =
            Comparator.comparingDouble(NearChunk::similarity).reversed().thenComparing(NearChunk::chunkId);

    public NearestChunks {
        chunks = List.copyOf(chunks);
        plan = Map.copyOf(plan);
    }

    /** Every one of the vectors that are meant was compared. */
    static NearestChunks exact(List<NearChunk> compared, int k) {
        return new NearestChunks(nearest(compared, k), true, Map.of("plan", "exact"));
    }

    /** @param how what the plan says besides its name */
    static NearestChunks approximate(List<NearChunk> compared, int k, String plan, Map<String, Object> how) {
        Map<String, Object> told = new java.util.HashMap<>(how);
        told.put("plan", plan);
        return new NearestChunks(nearest(compared, k), false, told);
    }

    private static List<NearChunk> nearest(List<NearChunk> compared, int k) {
        return compared.stream().sorted(NEAREST_FIRST).limit(k).toList();
    }
}
