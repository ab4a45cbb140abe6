package dev.quarry.search;

import dev.quarry.search.NeighbourSql.Neighbour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Gives each hit the chunks around it, so that none is in an answer twice. */
final class Surroundings {
    private Surroundings() {}

    /**
     * The chunks around each hit, by the hit's id, in the document's order. A chunk that is a hit itself is not repeated; one
     * between two hits stands with the better.
     *
     * @param hits best first
     * @param neighbours as {@link NeighbourSql#around} gives them
     */
    static Map<UUID, List<Neighbour>> of(List<Passage> hits, List<Neighbour> neighbours, int distance) {
        Map<UUID, List<Neighbour>> byDocument = new HashMap<>();
        neighbours.forEach(neighbour -> byDocument
                .computeIfAbsent(neighbour.documentId(), none -> new ArrayList<>())
                .add(neighbour));
        Set<UUID> shown = new HashSet<>();
        hits.forEach(hit -> shown.add(hit.id()));
        Map<UUID, List<Neighbour>> around = new HashMap<>();
        for (Passage hit : hits) {
            around.put(
                    hit.id(),
                    byDocument.getOrDefault(hit.documentId(), List.of()).stream()
                            .filter(neighbour -> Math.abs(neighbour.position() - hit.position()) <= distance)
                            .filter(neighbour -> shown.add(neighbour.id()))
                            .toList());
        }
        return around;
    }
}
