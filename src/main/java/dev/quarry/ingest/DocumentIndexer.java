package dev.quarry.ingest;

import dev.quarry.chunk.Tokenizer;
import dev.quarry.embedding.EmbeddingModel;
import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.VectorIndex.ChunkEmbedding;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.PipelineSql.MissingChunk;
import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.postgres.DirectConnections;
import dev.quarry.postgres.LockNamespace;
import dev.quarry.postgres.LockedSession;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Embeds the missing chunks of one document, under its lock. */
@ApplicationScoped
class DocumentIndexer {
    private static final Logger LOG = Logger.getLogger(DocumentIndexer.class);

    /** What is shown of an error that was not made to be shown. */
    private static final String UNEXPECTED = "embedding failed; the service's log says why";

    private final DirectConnections connections;
    private final EmbeddingSpaces spaces;
    private final EmbeddingModel model;
    private final Tokenizer tokenizer;
    private final IngestConfig config;

    DocumentIndexer(
            DirectConnections connections,
            EmbeddingSpaces spaces,
            EmbeddingModel model,
            Tokenizer tokenizer,
            IngestConfig config) {
        this.connections = connections;
        this.spaces = spaces;
        this.model = model;
        this.tokenizer = tokenizer;
        this.config = config;
    }

    /** Does what is to do, unless another worker has the document. */
    IndexOutcome index(Unfinished document, Turn turn) {
        Optional<LockedSession> locked = connections.tryLock(
                LockNamespace.DOCUMENT, document.documentId().toString());
        if (locked.isEmpty()) {
            return new IndexOutcome.LockedElsewhere();
        }
        try (LockedSession session = locked.get()) {
            Optional<Version> version = write(session, document, c -> PipelineSql.start(c, document, turn));
            return version.isEmpty() ? new IndexOutcome.NothingToDo() : indexLocked(session, document, version.get());
        }
    }

    private IndexOutcome indexLocked(LockedSession session, Unfinished document, Version version) {
        try {
            return embedAll(session, document, version);
        } catch (RuntimeException error) {
            String reason = error instanceof Failure expected ? expected.getMessage() : UNEXPECTED;
            LOG.warnf(error, "watcher_indexing_failed document_id=%s", document.documentId());
            write(
                    session,
                    document,
                    c -> PipelineSql.fail(
                            c, document, version, reason, config.retryAfter(), config.longestRetryAfter()));
            return new IndexOutcome.Failed(reason);
        }
    }

    private IndexOutcome embedAll(LockedSession session, Unfinished document, Version version) {
        EmbeddingSpace space = spaces.active();
        long began = System.nanoTime();
        int embedded = 0;
        int position = -1;
        while (true) {
            int after = position;
            List<MissingChunk> missing = write(
                    session,
                    document,
                    c -> PipelineSql.missing(c, document, space.index().vectorTable(), after, config.batchSize()));
            if (missing.isEmpty()) {
                break;
            }
            List<ChunkEmbedding> embeddings = embed(missing);
            if (!write(session, document, c -> storeIfCurrent(c, document, version, space, embeddings))) {
                return new IndexOutcome.Overtaken();
            }
            embedded += missing.size();
            position = missing.getLast().position();
        }
        boolean finished = write(session, document, c -> PipelineSql.finish(c, document, version));
        return finished
                ? new IndexOutcome.Indexed(embedded, Duration.ofNanos(System.nanoTime() - began))
                : new IndexOutcome.Overtaken();
    }

    private List<ChunkEmbedding> embed(List<MissingChunk> missing) {
        List<String> passages =
                missing.stream().map(chunk -> PassageText.of(chunk, tokenizer)).toList();
        List<float[]> vectors = model.embedPassages(passages);
        if (vectors.size() != missing.size()) {
            throw new IllegalStateException(
                    "the model gave " + vectors.size() + " vectors for " + missing.size() + " chunks");
        }
        List<ChunkEmbedding> embeddings = new ArrayList<>(missing.size());
        for (int i = 0; i < missing.size(); i++) {
            embeddings.add(new ChunkEmbedding(missing.get(i).id(), vectors.get(i)));
        }
        return embeddings;
    }

    /** The version is held while the vectors are written: an edit comes before, and is seen, or after, and starts anew. */
    private static Uni<Boolean> storeIfCurrent(
            SqlConnection connection,
            Unfinished document,
            Version version,
            EmbeddingSpace space,
            List<ChunkEmbedding> embeddings) {
        return PipelineSql.holdVersion(connection, document, version)
                .flatMap(current -> current
                        ? space.index()
                                .store(connection, document.tenant(), embeddings)
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private <T> T write(LockedSession session, Unfinished document, Function<SqlConnection, Uni<T>> work) {
        return session.write(document.tenant().rows(), config.statementDeadline(), work);
    }
}
