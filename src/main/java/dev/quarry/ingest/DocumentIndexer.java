package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.ingest.SpaceFiller.Filling;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Embeds the missing chunks of one document in the space that is searched, under its lock, and makes it ready. */
@ApplicationScoped
class DocumentIndexer {
    private static final Logger LOG = Logger.getLogger(DocumentIndexer.class);

    /** What is shown of an error that was not made to be shown. */
    static final String UNEXPECTED = "embedding failed; the service's log says why";

    private final DocumentClaims claims;
    private final EmbeddingSpaces spaces;
    private final SpaceFiller filler;
    private final IngestConfig config;

    DocumentIndexer(DocumentClaims claims, EmbeddingSpaces spaces, SpaceFiller filler, IngestConfig config) {
        this.claims = claims;
        this.spaces = spaces;
        this.filler = filler;
        this.config = config;
    }

    /** Does what is to do, unless another worker has the document. */
    IndexOutcome index(Unfinished document, Turn turn) {
        return claims.whileClaimed(
                document, (c, worker) -> PipelineSql.start(c, document, turn, worker), this::indexClaimed);
    }

    private IndexOutcome indexClaimed(ClaimedDocument claimed) {
        Unfinished document = claimed.document();
        Version version = claimed.version();
        long began = System.nanoTime();
        try {
            Filling filling = filler.fill(claimed, spaces.serving(), c -> PipelineSql.finish(c, document, version));
            return filling.overtaken()
                    ? new IndexOutcome.Overtaken()
                    : new IndexOutcome.Indexed(filling.chunks(), Duration.ofNanos(System.nanoTime() - began));
        } catch (Failure.Busy notNow) {
            LOG.warnf(
                    "watcher_indexing_postponed document_id=%s retry_after_ms=%d reason=%s",
                    document.documentId(), notNow.retryAfter().toMillis(), notNow.getMessage());
            claimed.write(c -> PipelineSql.postpone(c, document, version, notNow.getMessage(), notNow.retryAfter()));
            return new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter());
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the document's fault, which is due all the same.
            throw stopped;
        } catch (RuntimeException error) {
            String reason = error instanceof Failure expected ? expected.getMessage() : UNEXPECTED;
            LOG.warnf(error, "watcher_indexing_failed document_id=%s", document.documentId());
            claimed.write(c ->
                    PipelineSql.fail(c, document, version, reason, config.retryAfter(), config.longestRetryAfter()));
            return new IndexOutcome.Failed(reason);
        }
    }
}
