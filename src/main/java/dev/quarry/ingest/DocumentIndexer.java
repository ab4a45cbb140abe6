package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.ingest.SpaceFiller.Filling;
import dev.quarry.postgres.DirectConnections;
import dev.quarry.postgres.LockNamespace;
import dev.quarry.postgres.LockedSession;
import dev.quarry.postgres.Pools;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Embeds the missing chunks of one document in the space that is searched, under its lock, and makes it ready. */
@ApplicationScoped
class DocumentIndexer {
    private static final Logger LOG = Logger.getLogger(DocumentIndexer.class);

    /** What is shown of an error that was not made to be shown. */
    static final String UNEXPECTED = "embedding failed; the service's log says why";

    private final DirectConnections connections;
    private final EmbeddingSpaces spaces;
    private final SpaceFiller filler;
    private final IngestConfig config;
    private final Pools pools;

    DocumentIndexer(
            DirectConnections connections,
            EmbeddingSpaces spaces,
            SpaceFiller filler,
            IngestConfig config,
            Pools pools) {
        this.connections = connections;
        this.spaces = spaces;
        this.filler = filler;
        this.config = config;
        this.pools = pools;
    }

    /** Does what is to do, unless another worker has the document. */
    IndexOutcome index(Unfinished document, Turn turn) {
        Optional<LockedSession> locked = connections.tryLock(
                LockNamespace.DOCUMENT, document.documentId().toString());
        if (locked.isEmpty()) {
            return new IndexOutcome.LockedElsewhere();
        }
        try (LockedSession session = locked.get()) {
            Optional<Version> version =
                    write(session, document, c -> PipelineSql.start(c, document, turn, pools.instance()));
            return version.isEmpty() ? new IndexOutcome.NothingToDo() : indexLocked(session, document, version.get());
        }
    }

    private IndexOutcome indexLocked(LockedSession session, Unfinished document, Version version) {
        long began = System.nanoTime();
        try {
            Filling filling = filler.fill(
                    session, document, version, spaces.serving(), c -> PipelineSql.finish(c, document, version));
            return filling.overtaken()
                    ? new IndexOutcome.Overtaken()
                    : new IndexOutcome.Indexed(filling.chunks(), Duration.ofNanos(System.nanoTime() - began));
        } catch (Failure.Busy notNow) {
            LOG.warnf(
                    "watcher_indexing_postponed document_id=%s retry_after_ms=%d reason=%s",
                    document.documentId(), notNow.retryAfter().toMillis(), notNow.getMessage());
            write(
                    session,
                    document,
                    c -> PipelineSql.postpone(c, document, version, notNow.getMessage(), notNow.retryAfter()));
            return new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter());
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the document's fault, which is due all the same.
            throw stopped;
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

    private <T> T write(LockedSession session, Unfinished document, Function<SqlConnection, Uni<T>> work) {
        return session.write(document.tenant().rows(), config.statementDeadline(), work);
    }
}
