package dev.quarry.embedding.recall;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.embedding.NearestChunks;
import dev.quarry.embedding.VectorIndex;
import dev.quarry.embedding.VectorIndex.NearChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an index finds of what it should.
 *
 * @param at10 share of the ten truly nearest that are among the first ten found, on average over the queries
 * @param at100 the same for a hundred
 * @param fewest hits that a query had
 * @param plans as the index told them, without repetition
 * @param took of each query
 */
public record Recall(double at10, double at100, int fewest, Set<Object> plans, List<Duration> took) {
    private static final int TEN = 10;
    private static final int HUNDRED = 100;

    /** @param oneIn see {@link IndexedSet#oneIn} */
    public static Recall measure(IndexedSet indexed, VectorIndex index, int oneIn) {
        DocumentFilter filter = IndexedSet.oneIn(oneIn);
        double at10 = 0;
        double at100 = 0;
        int fewest = HUNDRED;
        Set<Object> plans = new HashSet<>();
        List<Duration> took = new ArrayList<>();
        for (float[] query : indexed.set().queries()) {
            long began = System.nanoTime();
            NearestChunks found = indexed.search(index, query, HUNDRED, filter);
            took.add(Duration.ofNanos(System.nanoTime() - began));
            plans.add(found.plan());
            fewest = Math.min(fewest, found.chunks().size());
            List<Integer> truth = indexed.set().nearest(query, HUNDRED, place -> IndexedSet.isKept(place, oneIn));
            at10 += share(truth, found, TEN);
            at100 += share(truth, found, HUNDRED);
        }
        int queries = indexed.set().queries().size();
        return new Recall(at10 / queries, at100 / queries, fewest, plans, took);
    }

    private static double share(List<Integer> truth, NearestChunks found, int k) {
        Set<Integer> nearest = truth.stream().limit(k).collect(Collectors.toSet());
        long among = found.chunks().stream()
                .limit(k)
                .map(NearChunk::chunkId)
                .map(IndexedSet::place)
                .filter(nearest::contains)
                .count();
        return among / (double) nearest.size();
    }
}
