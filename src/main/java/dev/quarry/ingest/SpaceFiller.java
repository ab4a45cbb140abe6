package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.embedding.VectorIndex.ChunkEmbedding;
import dev.quarry.ingest.PipelineSql.MissingChunk;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Gives the chunks of documents, which are locked, their vectors in one space, a batch at a time.
 *
 * <p>No transaction is open while the model works. The versions are held while vectors are written: an edit comes before, and
 * is seen, or after, and starts anew.
 */
@ApplicationScoped
class SpaceFiller {
    private final PassageVectors vectors;
    private final IngestConfig config;

    SpaceFiller(PassageVectors vectors, IngestConfig config) {
        this.vectors = vectors;
        this.config = config;
    }

    /**
     * What it came to; each document is in one of the two.
     *
     * @param chunks how many chunks of a document got a vector
     * @param overtaken documents that changed meanwhile, or that their ending left undone: what is written belongs to chunks
     *     that are still there
     */
    record Filling(Map<UUID, Integer> chunks, Set<UUID> overtaken) {}

    /** What is written for documents in one transaction with their last vectors. */
    @FunctionalInterface
    interface Ending {
        /** @return the documents that are done with it */
        Uni<Set<UUID>> of(SqlConnection connection, ClaimedDocuments complete);
    }

    /**
     * @throws ModelBusy when the model has no time now
     * @throws RuntimeException when the model or the database fails; what was written until then stays
     */
    Filling fill(ClaimedDocuments claimed, LiveSpace live, Ending ending) {
        Map<UUID, Integer> filled = new HashMap<>();
        Set<UUID> overtaken = new HashSet<>();
        List<UUID> left = claimed.ids();
        int position = -1;
        while (!left.isEmpty()) {
            ChunkBatch batch = next(claimed, live, left, position);
            List<ChunkEmbedding> embeddings = vectors.missing(claimed, live, batch);
            Set<UUID> current = claimed.write(c -> write(c, claimed, live.space(), batch, embeddings, ending));
            batch.documents().stream().filter(id -> !current.contains(id)).forEach(overtaken::add);
            current.forEach(id -> filled.putIfAbsent(id, 0));
            batch.chunks().forEach(chunk -> filled.computeIfPresent(chunk.documentId(), (id, count) -> count + 1));
            left = batch.left().stream().filter(id -> !overtaken.contains(id)).toList();
            position = left.equals(batch.left()) ? batch.position() : -1;
        }
        filled.keySet().removeAll(overtaken);
        return new Filling(filled, overtaken);
    }

    private ChunkBatch next(ClaimedDocuments claimed, LiveSpace live, List<UUID> documents, int position) {
        Portion left = new Portion(claimed.tenant(), documents);
        String table = live.space().index().vectorTable();
        // One more than is taken tells whether these are the last.
        List<MissingChunk> missing =
                claimed.write(c -> PipelineSql.missing(c, left, table, position, config.batchSize() + 1));
        return ChunkBatch.of(missing, documents, config.batchSize());
    }

    /** @return the documents for which it is written, and that are done, if these were their last chunks */
    private static Uni<Set<UUID>> write(
            SqlConnection connection,
            ClaimedDocuments claimed,
            EmbeddingSpace space,
            ChunkBatch batch,
            List<ChunkEmbedding> embeddings,
            Ending ending) {
        return PipelineSql.hold(connection, claimed.only(batch.documents())).flatMap(current -> {
            ClaimedDocuments complete = claimed.only(batch.complete()).only(current);
            Uni<Void> stored = store(connection, claimed, space, batch, of(current, batch, embeddings));
            return complete.isEmpty()
                    ? stored.replaceWith(current)
                    : stored.chain(() -> ending.of(connection, complete))
                            .map(done -> withoutUndone(current, complete, done));
        });
    }

    private static Set<UUID> withoutUndone(Set<UUID> current, ClaimedDocuments complete, Set<UUID> done) {
        Set<UUID> left = new HashSet<>(current);
        left.removeIf(id -> complete.versions().containsKey(id) && !done.contains(id));
        return left;
    }

    private static List<ChunkEmbedding> of(Set<UUID> documents, ChunkBatch batch, List<ChunkEmbedding> embeddings) {
        Map<UUID, UUID> documentIds = documentIds(batch);
        return embeddings.stream()
                .filter(embedding -> documents.contains(documentIds.get(embedding.chunkId())))
                .toList();
    }

    private static Set<UUID> documents(ChunkBatch batch, List<ChunkEmbedding> embeddings) {
        Map<UUID, UUID> documentIds = documentIds(batch);
        return embeddings.stream()
                .map(embedding -> Objects.requireNonNull(documentIds.get(embedding.chunkId())))
                .collect(Collectors.toSet());
    }

    private static Map<UUID, UUID> documentIds(ChunkBatch batch) {
        return batch.chunks().stream().collect(Collectors.toMap(MissingChunk::id, MissingChunk::documentId));
    }

    private static Uni<Void> store(
            SqlConnection connection,
            ClaimedDocuments claimed,
            EmbeddingSpace space,
            ChunkBatch batch,
            List<ChunkEmbedding> embeddings) {
        if (embeddings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> stored = space.index().store(connection, claimed.tenant(), embeddings);
        // A long document outlasts many a worker: only those count that die without getting further.
        ClaimedDocuments further = claimed.only(documents(batch, embeddings)).deadly(1);
        return further.isEmpty() ? stored : stored.chain(() -> PipelineSql.outlived(connection, further));
    }
}
