package dev.quarry.ingest;

import dev.quarry.chunk.ChunkSql.Identified;
import dev.quarry.chunk.NewChunk;
import dev.quarry.chunk.Tokenizer;
import dev.quarry.document.ChunkChanges;
import dev.quarry.document.ChunkExchange;
import dev.quarry.document.TextCutter;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.embedding.VectorIndex.ChunkPassage;
import dev.quarry.embedding.WaitingVectorSql;
import dev.quarry.embedding.WaitingVectorSql.Waiting;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.PipelineSql.MissingChunk;
import dev.quarry.ingest.RechunkSql.Asked;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cuts a document's text in another way, and sees to the vectors of the chunks that come of it, which wait beside the index.
 * Nothing of it can be found. What was embedded when it is broken off is not embedded again.
 */
@ApplicationScoped
class RechunkPreparation {
    private final TextCutter cutter;
    private final ChunkExchange chunks;
    private final PassageVectors vectors;
    private final IngestConfig config;

    RechunkPreparation(TextCutter cutter, ChunkExchange chunks, PassageVectors vectors, IngestConfig config) {
        this.cutter = cutter;
        this.chunks = chunks;
        this.vectors = vectors;
        this.config = config;
    }

    /**
     * All that the exchange needs.
     *
     * @param passages of the chunks that need a vector, which waits
     */
    record Prepared(Asked asked, ChunkChanges changes, List<ChunkPassage> passages) {}

    /**
     * @return nothing when the document was changed meanwhile, or something else is asked for
     * @throws ModelBusy when the model has no time now
     * @throws RuntimeException when the text cannot be cut in this way, or the model or the database fails
     */
    Optional<Prepared> prepare(ClaimedDocuments claimed, LiveSpace live, Asked asked) {
        List<NewChunk> wanted = cut(asked, live.model().tokenizer().limit());
        ChunkChanges changes = claimed.write(c -> chunks.compare(c, asked.tenant(), asked.documentId(), wanted, true));
        List<MissingChunk> missing = missing(claimed, live, asked, changes);
        return passages(claimed, live, asked, missing, wanted.size())
                .map(passages -> new Prepared(asked, changes, passages));
    }

    /** On a thread for what works the processor; strategies that ask the model have their own deadline. */
    private List<NewChunk> cut(Asked asked, int limit) {
        // The model may be another by now than when it was asked for.
        if (asked.plan().size().tokens() > limit) {
            throw new Failure.Invalid("size", "must be at most " + limit + ", what the embedding model reads");
        }
        try {
            return Uni.createFrom()
                    .item(() -> cutter.cut(asked.content(), asked.plan()))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .await()
                    .atMost(config.rechunkDeadline());
        } catch (Failure.Busy notNow) {
            throw new ModelBusy(notNow);
        }
    }

    /** Chunks without a vector: new ones, and of the others those that never got one. */
    private static List<MissingChunk> missing(
            ClaimedDocuments claimed, LiveSpace live, Asked asked, ChunkChanges changes) {
        List<UUID> kept = changes.kept().stream().map(Identified::id).toList();
        String table = live.space().index().vectorTable();
        Set<UUID> lacking = claimed.write(c -> RechunkSql.lacking(c, asked.tenant(), kept, table));
        List<Identified> missing = Stream.concat(
                        changes.added().stream(), changes.kept().stream().filter(chunk -> lacking.contains(chunk.id())))
                .toList();
        Set<String> paths =
                missing.stream().map(chunk -> chunk.chunk().headingPath()).collect(Collectors.toSet());
        Map<String, String> contexts = claimed.write(c -> RechunkSql.contexts(c, asked.title(), paths));
        return missing.stream()
                .map(chunk -> new MissingChunk(
                        asked.documentId(),
                        chunk.id(),
                        chunk.chunk().position(),
                        contexts.getOrDefault(chunk.chunk().headingPath(), asked.title()),
                        chunk.chunk().content()))
                .toList();
    }

    private Optional<List<ChunkPassage>> passages(
            ClaimedDocuments claimed, LiveSpace live, Asked asked, List<MissingChunk> missing, int chunks) {
        Waiting waiting =
                new Waiting(asked.tenant(), asked.documentId(), live.space().id());
        Set<UUID> there = claimed.write(c -> WaitingVectorSql.passages(c, waiting));
        Tokenizer tokenizer = live.model().tokenizer();
        List<ChunkPassage> passages = new ArrayList<>(missing.size());
        for (int from = 0; from == 0 || from < missing.size(); from += config.batchSize()) {
            List<Passage> batch = missing.subList(from, Math.min(from + config.batchSize(), missing.size())).stream()
                    .map(chunk -> Passage.of(chunk, tokenizer))
                    .toList();
            batch.forEach(passage -> passages.add(passage.identity()));
            Map<UUID, float[]> made = vectors.of(
                    claimed,
                    live,
                    batch.stream()
                            .filter(passage -> !there.contains(passage.hash()))
                            .toList());
            there.addAll(made.keySet());
            int prepared = chunks - missing.size() + passages.size();
            if (!claimed.write(c -> store(c, claimed, asked, waiting, made, chunks, prepared))) {
                return Optional.empty();
            }
        }
        return Optional.of(passages);
    }

    /** @return whether it is still what is asked of the document as it is */
    private static Uni<Boolean> store(
            SqlConnection connection,
            ClaimedDocuments claimed,
            Asked asked,
            Waiting waiting,
            Map<UUID, float[]> made,
            int chunks,
            int prepared) {
        return PipelineSql.hold(connection, claimed)
                .flatMap(current -> current.isEmpty()
                        ? Uni.createFrom().item(false)
                        : RechunkSql.progress(connection, asked, chunks, prepared))
                .call(wanted -> wanted && !made.isEmpty()
                        ? WaitingVectorSql.store(connection, waiting, made)
                        : Uni.createFrom().voidItem());
    }
}
