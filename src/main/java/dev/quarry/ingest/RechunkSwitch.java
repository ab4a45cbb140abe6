package dev.quarry.ingest;

import dev.quarry.document.ChunkExchange;
import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.VectorIndex.ChunkEmbedding;
import dev.quarry.embedding.VectorIndex.ChunkPassage;
import dev.quarry.embedding.WaitingVectorSql;
import dev.quarry.embedding.WaitingVectorSql.Waiting;
import dev.quarry.ingest.RechunkPreparation.Prepared;
import dev.quarry.ingest.RechunkSql.Asked;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Puts new chunks in the place of a document's old ones, with their words, spellings and vectors, in one transaction: who
 * searches finds all of the old or all of the new.
 */
@ApplicationScoped
class RechunkSwitch {
    private static final int VECTORS_AT_ONCE = 500;

    private final ChunkExchange chunks;
    private final IngestConfig config;

    RechunkSwitch(ChunkExchange chunks, IngestConfig config) {
        this.chunks = chunks;
        this.config = config;
    }

    /**
     * @return whether it is done; false, and nothing is changed, when the document was changed meanwhile, something else is
     *     asked for, or another space is searched by now
     */
    boolean make(ClaimedDocuments claimed, EmbeddingSpace space, Prepared prepared) {
        return claimed.session()
                .write(
                        claimed.tenant().rows(),
                        config.rechunkDeadline(),
                        c -> isStillWanted(c, claimed, space, prepared)
                                .flatMap(wanted -> wanted
                                        ? exchange(c, space, prepared).replaceWith(true)
                                        : Uni.createFrom().item(false)));
    }

    private static Uni<Boolean> isStillWanted(
            SqlConnection connection, ClaimedDocuments claimed, EmbeddingSpace space, Prepared prepared) {
        return PipelineSql.hold(connection, claimed)
                .flatMap(current -> current.isEmpty()
                        ? Uni.createFrom().item(false)
                        : RechunkSql.hold(connection, prepared.asked()))
                .flatMap(asked -> asked
                        ? RechunkSql.isSearched(connection, space.id())
                        : Uni.createFrom().item(false));
    }

    private Uni<Void> exchange(SqlConnection connection, EmbeddingSpace space, Prepared prepared) {
        Asked asked = prepared.asked();
        return chunks.make(
                        connection,
                        asked.tenant(),
                        asked.documentId(),
                        asked.plan().strategy().label(),
                        prepared.changes(),
                        () -> Uni.createFrom().voidItem())
                .chain(() -> giveVectors(connection, space, prepared))
                .chain(() -> RechunkSql.finish(connection, asked, space.index().vectorTable()))
                .invoke(finished -> {
                    if (!finished) {
                        throw new IllegalStateException(
                                "a new chunk of document " + asked.documentId() + " has no vector");
                    }
                })
                .chain(() -> RechunkSql.remove(connection, asked));
    }

    private static Uni<Void> giveVectors(SqlConnection connection, EmbeddingSpace space, Prepared prepared) {
        Waiting waiting =
                new Waiting(prepared.asked().tenant(), prepared.asked().documentId(), space.id());
        Uni<Void> given = Uni.createFrom().voidItem();
        List<ChunkPassage> passages = prepared.passages();
        for (int from = 0; from < passages.size(); from += VECTORS_AT_ONCE) {
            List<ChunkPassage> some = passages.subList(from, Math.min(from + VECTORS_AT_ONCE, passages.size()));
            given = given.chain(() -> WaitingVectorSql.find(
                            connection,
                            waiting,
                            some.stream().map(ChunkPassage::passage).toList())
                    .flatMap(vectors -> space.index().store(connection, waiting.tenant(), embeddings(some, vectors))));
        }
        return given;
    }

    private static List<ChunkEmbedding> embeddings(List<ChunkPassage> passages, Map<UUID, float[]> vectors) {
        List<ChunkEmbedding> embeddings = new ArrayList<>(passages.size());
        for (ChunkPassage passage : passages) {
            float[] vector = vectors.get(passage.passage());
            if (vector == null) {
                throw new IllegalStateException("the vector of chunk " + passage.chunkId() + " is gone");
            }
            embeddings.add(new ChunkEmbedding(passage.chunkId(), passage.passage(), vector));
        }
        return embeddings;
    }
}
