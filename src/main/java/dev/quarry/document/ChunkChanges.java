package dev.quarry.document;

import dev.quarry.chunk.ChunkSql.Identified;
import dev.quarry.chunk.ChunkSql.StoredChunk;
import dev.quarry.chunk.NewChunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What becomes of a document's chunks when its content changes: chunks that say the same keep their id, and with it their
 * postings and embedding, wherever in the text they stand now.
 */
public record ChunkChanges(List<Identified> added, List<Identified> kept, List<UUID> removed) {

    /**
     * @param keepable stored chunks that may serve on
     * @param stored all stored chunks
     * @param wanted the chunks of the new content
     */
    static ChunkChanges between(
            List<StoredChunk> keepable, List<StoredChunk> stored, List<NewChunk> wanted, Supplier<UUID> newId) {
        Map<String, Deque<UUID>> byHash = new HashMap<>();
        for (StoredChunk chunk : keepable) {
            byHash.computeIfAbsent(hex(chunk.contentHash()), hash -> new ArrayDeque<>())
                    .add(chunk.id());
        }
        List<Identified> added = new ArrayList<>();
        List<Identified> kept = new ArrayList<>();
        Set<UUID> serving = new HashSet<>();
        for (NewChunk chunk : wanted) {
            Deque<UUID> same = byHash.getOrDefault(hex(chunk.contentHash()), new ArrayDeque<>());
            if (same.isEmpty()) {
                added.add(new Identified(newId.get(), chunk));
            } else {
                kept.add(new Identified(same.remove(), chunk));
                serving.add(kept.getLast().id());
            }
        }
        List<UUID> removed = stored.stream()
                .map(StoredChunk::id)
                .filter(id -> !serving.contains(id))
                .toList();
        return new ChunkChanges(added, kept, removed);
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
