package dev.quarry.ingest;

import dev.quarry.ingest.PipelineSql.MissingChunk;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Chunks that are embedded and written in one go, and what is left after them.
 *
 * @param complete documents that miss nothing any more once these chunks have their vectors
 * @param left documents that miss more, the one that was begun first
 * @param position of the first that is left, the last chunk that was taken; -1 when none was
 */
record ChunkBatch(List<MissingChunk> chunks, Set<UUID> complete, List<UUID> left, int position) {
    /**
     * @param missing at least one more than the size, if there are, in the documents' order
     * @param documents that were asked for
     */
    static ChunkBatch of(List<MissingChunk> missing, List<UUID> documents, int size) {
        if (missing.size() <= size) {
            return new ChunkBatch(missing, new LinkedHashSet<>(documents), List.of(), -1);
        }
        List<MissingChunk> chunks = missing.subList(0, size);
        UUID next = missing.get(size).documentId();
        MissingChunk last = chunks.getLast();
        int begun = documents.indexOf(next);
        return new ChunkBatch(
                chunks,
                new LinkedHashSet<>(documents.subList(0, begun)),
                documents.subList(begun, documents.size()),
                last.documentId().equals(next) ? last.position() : -1);
    }

    /** Every document that is written to: with these chunks, or as complete. */
    Set<UUID> documents() {
        Set<UUID> documents = new LinkedHashSet<>(complete);
        chunks.forEach(chunk -> documents.add(chunk.documentId()));
        return documents;
    }
}
