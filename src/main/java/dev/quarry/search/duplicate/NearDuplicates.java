package dev.quarry.search.duplicate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Texts, numbered as they come, that are asked whether one of them is almost a new one. Not thread-safe. */
public final class NearDuplicates {
    private final List<Shingles> texts = new ArrayList<>();
    private final Map<Long, List<Integer>> byPrefix = new HashMap<>();

    /** The first text that is near-equal to this one; where there is none, this one is added under the next number. */
    public OptionalInt findOrAdd(String text) {
        Shingles shingles = Shingles.of(text);
        long[] prefix = shingles.prefix();
        TreeSet<Integer> candidates = new TreeSet<>();
        for (long hash : prefix) {
            candidates.addAll(byPrefix.getOrDefault(hash, List.of()));
        }
        for (int candidate : candidates) {
            if (texts.get(candidate).isNearlyEqualTo(shingles)) {
                return OptionalInt.of(candidate);
            }
        }
        for (long hash : prefix) {
            byPrefix.computeIfAbsent(hash, none -> new ArrayList<>()).add(texts.size());
        }
        texts.add(shingles);
        return OptionalInt.empty();
    }
}
