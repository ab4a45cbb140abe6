package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.PipelineSql.Backoff;
import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.ingest.SpaceFiller.Filling;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Embeds the missing chunks of one document in the active space, under its lock, and makes it ready. */
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

    /** Does what is to do, unless another worker has the document, or has to have it. */
    IndexOutcome index(Unfinished document, Turn turn) {
        Optional<LiveSpace> active = spaces.active();
        if (active.isEmpty()) {
            return new IndexOutcome.ModelMissing(spaces.activeModelMissing());
        }
        Duration busy = active.get().model().busyFor();
        return busy.isPositive()
                ? IndexOutcome.Postponed.untilModelIsFree(busy)
                : claims.whileClaimed(
                        document,
                        (c, worker) -> PipelineSql.start(c, document, turn, worker, Backoff.of(config)),
                        claimed -> indexClaimed(claimed, active.get()));
    }

    private IndexOutcome indexClaimed(ClaimedDocument claimed, LiveSpace active) {
        Unfinished document = claimed.document();
        Version version = claimed.version();
        if (version.workerDeaths() >= config.maxWorkerDeaths()) {
            return giveUp(claimed);
        }
        long began = System.nanoTime();
        try {
            Filling filling = filler.fill(
                    claimed,
                    active,
                    c -> PipelineSql.finish(c, document, version, active.space().id()));
            if (filling.overtaken()) {
                claimed.write(c -> PipelineSql.release(c, document));
                return new IndexOutcome.Overtaken();
            }
            return new IndexOutcome.Indexed(filling.chunks(), Duration.ofNanos(System.nanoTime() - began));
        } catch (Failure.Busy notNow) {
            LOG.warnf(
                    "watcher_indexing_postponed document_id=%s retry_after_ms=%d reason=%s",
                    document.documentId(), notNow.retryAfter().toMillis(), notNow.getMessage());
            claimed.write(c -> PipelineSql.postpone(c, document, version, notNow.getMessage(), notNow.retryAfter()));
            return new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter());
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the document's fault, which is due all the same.
            claimed.whenStopped(c -> PipelineSql.giveBack(c, document, version));
            throw stopped;
        } catch (RuntimeException error) {
            String reason = error instanceof Failure expected ? expected.getMessage() : UNEXPECTED;
            LOG.warnf(error, "watcher_indexing_failed document_id=%s", document.documentId());
            claimed.write(c -> PipelineSql.fail(c, document, version, reason, Backoff.of(config)));
            return new IndexOutcome.Failed(reason);
        }
    }

    /** What ends the process that embeds it would end one after the other. */
    private static IndexOutcome giveUp(ClaimedDocument claimed) {
        int deaths = claimed.version().workerDeaths();
        String reason = "its worker died " + deaths + " times while embedding it";
        LOG.errorf(
                "watcher_document_given_up document_id=%s worker_deaths=%d",
                claimed.document().documentId(), deaths);
        claimed.write(c -> PipelineSql.giveUp(c, claimed.document(), claimed.version(), reason));
        return new IndexOutcome.Failed(reason);
    }
}
