package dev.quarry.ingest;

import dev.quarry.chunk.Tokenizer;
import dev.quarry.embedding.EmbeddingModel;
import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.embedding.VectorIndex.ChunkEmbedding;
import dev.quarry.embedding.VectorIndex.ChunkPassage;
import dev.quarry.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Where vectors come from: from where they cost least. From another chunk with the very same passage, from a space of the
 * same model beside this one, and else from the model.
 */
@ApplicationScoped
class PassageVectors {
    private final EmbeddingSpaces spaces;
    private final MeterRegistry metrics;

    PassageVectors(EmbeddingSpaces spaces, MeterRegistry metrics) {
        this.spaces = spaces;
        this.metrics = metrics;
    }

    /**
     * The batch's vectors that are still to be written: one that another chunk has is written already.
     *
     * @throws ModelBusy when the model has no time now
     */
    List<ChunkEmbedding> missing(ClaimedDocuments claimed, LiveSpace live, ChunkBatch batch) {
        if (batch.chunks().isEmpty()) {
            return List.of();
        }
        Tokenizer tokenizer = live.model().tokenizer();
        List<Passage> passages = batch.chunks().stream()
                .map(chunk -> Passage.of(chunk, tokenizer))
                .toList();
        Set<UUID> known = claimed.write(c -> storeKnown(c, claimed.only(batch.documents()), live.space(), passages));
        count("reused", known.size());
        return embeddings(
                claimed,
                live,
                passages.stream()
                        .filter(passage -> !known.contains(passage.chunkId()))
                        .toList());
    }

    /** Mostly nothing is known: that is found out without a lock, which would cost a flush to the disk. */
    private static Uni<Set<UUID>> storeKnown(
            SqlConnection connection, ClaimedDocuments claimed, EmbeddingSpace space, List<Passage> passages) {
        List<UUID> hashes = passages.stream().map(Passage::hash).toList();
        return space.index()
                .knowsAny(connection, claimed.tenant(), hashes)
                .flatMap(known -> known
                        ? PipelineSql.hold(connection, claimed)
                                .flatMap(current -> space.index()
                                        .storeKnown(connection, claimed.tenant(), identities(passages, current)))
                        : Uni.createFrom().item(Set.<UUID>of()));
    }

    private static List<ChunkPassage> identities(List<Passage> passages, Set<UUID> documents) {
        return passages.stream()
                .filter(passage -> documents.contains(passage.documentId()))
                .map(Passage::identity)
                .toList();
    }

    /**
     * The vectors of passages whose chunks are not stored yet.
     *
     * @throws ModelBusy when the model has no time now
     */
    Map<UUID, float[]> of(ClaimedDocuments claimed, LiveSpace live, List<Passage> passages) {
        if (passages.isEmpty()) {
            return Map.of();
        }
        List<UUID> hashes = passages.stream().map(Passage::hash).toList();
        Map<UUID, float[]> byPassage =
                new LinkedHashMap<>(claimed.write(c -> live.space().index().vectors(c, claimed.tenant(), hashes)));
        count("reused", byPassage.size());
        byPassage.putAll(make(
                claimed,
                live,
                passages.stream()
                        .filter(passage -> !byPassage.containsKey(passage.hash()))
                        .toList()));
        return byPassage;
    }

    private List<ChunkEmbedding> embeddings(ClaimedDocuments claimed, LiveSpace live, List<Passage> passages) {
        Map<UUID, float[]> byPassage = make(claimed, live, passages);
        List<ChunkEmbedding> embeddings = new ArrayList<>(passages.size());
        for (Passage passage : passages) {
            float[] vector = byPassage.get(passage.hash());
            if (vector == null) {
                throw new IllegalStateException("chunk " + passage.chunkId() + " got no vector");
            }
            embeddings.add(new ChunkEmbedding(passage.chunkId(), passage.hash(), vector));
        }
        return embeddings;
    }

    /** Vectors of passages that the space has none for, by passage. */
    private Map<UUID, float[]> make(ClaimedDocuments claimed, LiveSpace live, List<Passage> passages) {
        if (passages.isEmpty()) {
            return Map.of();
        }
        Map<UUID, float[]> byPassage = new LinkedHashMap<>(copied(claimed, live.space(), passages));
        count("copied", byPassage.size());
        Map<UUID, String> texts = new LinkedHashMap<>();
        passages.stream()
                .filter(passage -> !byPassage.containsKey(passage.hash()))
                .forEach(passage -> texts.putIfAbsent(passage.hash(), passage.text()));
        byPassage.putAll(embed(live.model(), texts));
        count("embedded", texts.size());
        return byPassage;
    }

    /** Vectors of the same model that are kept in another way. */
    private Map<UUID, float[]> copied(ClaimedDocuments claimed, EmbeddingSpace space, List<Passage> passages) {
        List<UUID> hashes = passages.stream().map(Passage::hash).toList();
        return spaces.sibling(space)
                .map(sibling -> claimed.write(c -> sibling.index().vectors(c, claimed.tenant(), hashes)))
                .orElse(Map.of());
    }

    private static Map<UUID, float[]> embed(EmbeddingModel model, Map<UUID, String> texts) {
        if (texts.isEmpty()) {
            return Map.of();
        }
        List<float[]> vectors = ask(model, List.copyOf(texts.values()));
        if (vectors.size() != texts.size()) {
            throw new IllegalStateException(
                    "the model gave " + vectors.size() + " vectors for " + texts.size() + " texts");
        }
        Map<UUID, float[]> byPassage = new LinkedHashMap<>();
        int i = 0;
        for (UUID passage : texts.keySet()) {
            byPassage.put(passage, vectors.get(i++));
        }
        return byPassage;
    }

    private static List<float[]> ask(EmbeddingModel model, List<String> texts) {
        try {
            return model.embedPassages(texts);
        } catch (Failure.Busy notNow) {
            throw new ModelBusy(notNow);
        }
    }

    private void count(String source, int vectors) {
        metrics.counter("quarry.pipeline.vectors", "source", source).increment(vectors);
    }
}
