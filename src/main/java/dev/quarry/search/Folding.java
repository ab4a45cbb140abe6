package dev.quarry.search;

import dev.quarry.search.duplicate.NearDuplicates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes hits from the best to the worst, and folds one that says the same as a better one into it. What becomes of a hit
 * depends on those before it only, so that pages of one ranking fit together. Records of the user's own are never folded. Not
 * thread-safe.
 */
final class Folding {
    private final boolean folds;
    private final List<Kept> kept = new ArrayList<>();
    /** Those that are passages, numbered as their texts are. */
    private final List<Kept> passages = new ArrayList<>();

    private final Map<String, Kept> byContentHash = new HashMap<>();
    private final NearDuplicates texts = new NearDuplicates();
    private int folded;
    private boolean gone;

    /** @param folds false keeps every hit */
    Folding(boolean folds) {
        this.folds = folds;
    }

    private record Kept(Fusion.Fused fused, Content content, List<UUID> duplicates) {}

    void add(Fusion.Fused fused, Passage passage) {
        Kept better = folds ? better(passage) : null;
        if (better != null) {
            better.duplicates().add(passage.id());
            folded++;
            return;
        }
        Kept first = new Kept(fused, passage, new ArrayList<>());
        kept.add(first);
        passages.add(first);
        byContentHash.put(passage.contentHash(), first);
    }

    void add(Fusion.Fused fused, Item.OwnRecord ownRecord) {
        kept.add(new Kept(fused, ownRecord, new ArrayList<>()));
    }

    /** Notes a hit whose chunk is no more: it was deleted since it was found. */
    void passBy() {
        gone = true;
    }

    private @Nullable Kept better(Passage passage) {
        Kept equal = byContentHash.get(passage.contentHash());
        if (equal != null) {
            return equal;
        }
        // Numbered as those that are kept: whatever it adds is kept.
        OptionalInt nearlyEqual = texts.findOrAdd(passage.content());
        return nearlyEqual.isPresent() ? passages.get(nearlyEqual.getAsInt()) : null;
    }

    /** How many were kept. */
    int size() {
        return kept.size();
    }

    /** How many went into another. */
    int folded() {
        return folded;
    }

    /** Whether the chunk of a hit was deleted since it was found. */
    boolean isOutdated() {
        return gone;
    }

    /** Those that were kept, best first. */
    List<Candidate> candidates() {
        return kept.stream()
                .map(one -> new Candidate(one.fused(), one.content(), one.duplicates(), null))
                .toList();
    }
}
