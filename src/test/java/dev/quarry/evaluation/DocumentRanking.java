package dev.quarry.evaluation;

import dev.quarry.client.SearchResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;

/**
 * Chunks in their order made into documents: a document stands where its best chunk stands.
 *
 * @param documents the collection's ids, best first, none twice
 * @param foreignHits chunks of documents that are not the collection's; they are passed over
 */
record DocumentRanking(List<String> documents, int foreignHits) {
    /** As deep as rankings are measured. */
    static final int DEPTH = 100;

    static DocumentRanking of(List<SearchResult.Hit> hits, Map<UUID, String> externalIds) {
        SequencedSet<String> documents = new LinkedHashSet<>();
        int foreign = 0;
        for (SearchResult.Hit hit : hits) {
            String id = hit.documentId() == null ? null : externalIds.get(hit.documentId());
            if (id == null) {
                foreign++;
            } else if (documents.size() < DEPTH) {
                documents.add(id);
            }
        }
        return new DocumentRanking(List.copyOf(documents), foreign);
    }
}
