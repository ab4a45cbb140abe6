package dev.quarry.ingest;

import dev.quarry.chunk.Tokenizer;
import dev.quarry.embedding.EmbeddingModel;
import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.embedding.VectorIndex.ChunkEmbedding;
import dev.quarry.embedding.VectorIndex.ChunkPassage;
import dev.quarry.ingest.PipelineSql.MissingChunk;
import dev.quarry.tenant.TenantId;
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
import java.util.function.Function;

/**
 * Gives the chunks of one document, which is locked, their vectors in one space, a batch at a time.
 *
 * <p>A vector comes from where it costs least: from a space of the same model beside this one, from another chunk with the
 * very same passage, and else from the model. No transaction is open while the model works. The version is held while vectors
 * are written: an edit comes before, and is seen, or after, and starts anew.
 */
@ApplicationScoped
class SpaceFiller {
    private final EmbeddingSpaces spaces;
    private final IngestConfig config;
    private final MeterRegistry metrics;

    SpaceFiller(EmbeddingSpaces spaces, IngestConfig config, MeterRegistry metrics) {
        this.spaces = spaces;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * What it came to.
     *
     * @param chunks chunks that got a vector
     * @param overtaken whether the document changed meanwhile, or its ending says that it is not done: what is written
     *     belongs to chunks that are still there
     */
    record Filling(int chunks, boolean overtaken) {}

    /**
     * @param ending written in one transaction with the last vectors, unless the document was overtaken; says whether it is
     *     done
     * @throws RuntimeException when the model or the database fails; what was written until then stays
     */
    Filling fill(ClaimedDocument claimed, LiveSpace live, Function<SqlConnection, Uni<Boolean>> ending) {
        Unfinished document = claimed.document();
        int filled = 0;
        int position = -1;
        while (true) {
            int after = position;
            String table = live.space().index().vectorTable();
            // One more than is taken tells whether these are the last.
            List<MissingChunk> missing =
                    claimed.write(c -> PipelineSql.missing(c, document, table, after, config.batchSize() + 1));
            boolean last = missing.size() <= config.batchSize();
            List<MissingChunk> batch = last ? missing : missing.subList(0, config.batchSize());
            List<ChunkEmbedding> embeddings = missingEmbeddings(claimed, live, batch);
            boolean current = claimed.write(c -> PipelineSql.holdVersion(c, document, claimed.version())
                    .flatMap(held -> held
                            ? store(c, document, live.space(), embeddings)
                                    .chain(() -> last
                                            ? ending.apply(c)
                                            : Uni.createFrom().item(true))
                            : Uni.createFrom().item(false)));
            filled += current ? batch.size() : 0;
            if (last || !current) {
                return new Filling(filled, !current);
            }
            position = batch.getLast().position();
        }
    }

    /** The batch's vectors that are still to be written. */
    private List<ChunkEmbedding> missingEmbeddings(ClaimedDocument claimed, LiveSpace live, List<MissingChunk> batch) {
        Tokenizer tokenizer = live.model().tokenizer();
        List<Passage> passages =
                batch.stream().map(chunk -> Passage.of(chunk, tokenizer)).toList();
        if (passages.isEmpty()) {
            return List.of();
        }
        Set<UUID> known = claimed.write(c -> storeKnown(c, claimed, live.space(), passages));
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
            SqlConnection connection, ClaimedDocument claimed, EmbeddingSpace space, List<Passage> passages) {
        TenantId tenant = claimed.document().tenant();
        List<ChunkPassage> identities = passages.stream().map(Passage::identity).toList();
        List<UUID> hashes = passages.stream().map(Passage::hash).toList();
        return space.index()
                .knowsAny(connection, tenant, hashes)
                .flatMap(known -> known
                        ? PipelineSql.holdVersion(connection, claimed.document(), claimed.version())
                                .flatMap(current -> current
                                        ? space.index().storeKnown(connection, tenant, identities)
                                        : Uni.createFrom().item(Set.<UUID>of()))
                        : Uni.createFrom().item(Set.<UUID>of()));
    }

    private List<ChunkEmbedding> embeddings(ClaimedDocument claimed, LiveSpace live, List<Passage> passages) {
        if (passages.isEmpty()) {
            return List.of();
        }
        Map<UUID, float[]> byPassage = new LinkedHashMap<>(copied(claimed, live.space(), passages));
        count("copied", byPassage.size());
        Map<UUID, String> texts = new LinkedHashMap<>();
        passages.stream()
                .filter(passage -> !byPassage.containsKey(passage.hash()))
                .forEach(passage -> texts.putIfAbsent(passage.hash(), passage.text()));
        byPassage.putAll(embed(live.model(), texts));
        count("embedded", texts.size());
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

    /** Vectors of the same model that are kept in another way. */
    private Map<UUID, float[]> copied(ClaimedDocument claimed, EmbeddingSpace space, List<Passage> passages) {
        List<UUID> hashes = passages.stream().map(Passage::hash).toList();
        return spaces.sibling(space)
                .map(sibling -> claimed.write(
                        c -> sibling.index().vectors(c, claimed.document().tenant(), hashes)))
                .orElse(Map.of());
    }

    private static Map<UUID, float[]> embed(EmbeddingModel model, Map<UUID, String> texts) {
        if (texts.isEmpty()) {
            return Map.of();
        }
        List<float[]> vectors = model.embedPassages(List.copyOf(texts.values()));
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

    private static Uni<Void> store(
            SqlConnection connection, Unfinished document, EmbeddingSpace space, List<ChunkEmbedding> embeddings) {
        return embeddings.isEmpty()
                ? Uni.createFrom().voidItem()
                : space.index().store(connection, document.tenant(), embeddings);
    }

    private void count(String source, int vectors) {
        metrics.counter("quarry.pipeline.vectors", "source", source).increment(vectors);
    }
}
