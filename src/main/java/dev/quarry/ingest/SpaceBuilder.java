package dev.quarry.ingest;

import dev.quarry.embedding.LiveSpace;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.SpaceFiller.Filling;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Embeds the missing chunks of one document in a space that is built beside the one that is searched. The document itself
 * stays as it is: ready, if it was.
 */
@ApplicationScoped
class SpaceBuilder {
    private static final Logger LOG = Logger.getLogger(SpaceBuilder.class);

    private final DocumentClaims claims;
    private final SpaceFiller filler;
    private final IngestConfig config;

    SpaceBuilder(DocumentClaims claims, SpaceFiller filler, IngestConfig config) {
        this.claims = claims;
        this.filler = filler;
        this.config = config;
    }

    /** Does what is to do, unless another worker has the document. */
    IndexOutcome build(Unfinished document, LiveSpace live) {
        Duration busy = live.model().busyFor();
        return busy.isPositive()
                ? IndexOutcome.Postponed.untilModelIsFree(busy)
                : claims.whileClaimed(
                        document,
                        (c, worker) -> PipelineSql.claim(c, document, worker),
                        claimed -> buildClaimed(claimed, live));
    }

    private IndexOutcome buildClaimed(ClaimedDocument claimed, LiveSpace live) {
        Unfinished document = claimed.document();
        long began = System.nanoTime();
        int space = live.space().id();
        if (claimed.version().workerDeaths() > 0) {
            return failed(claimed, space, "its worker died while embedding it");
        }
        try {
            Function<SqlConnection, Uni<Boolean>> ending = c -> BuildSql.forgetFailure(c, document, space)
                    .chain(() -> PipelineSql.release(c, document))
                    .replaceWith(true);
            Filling filling = filler.fill(claimed, live, ending);
            if (filling.overtaken()) {
                claimed.write(c -> PipelineSql.release(c, document));
                return new IndexOutcome.Overtaken();
            }
            return new IndexOutcome.Indexed(filling.chunks(), Duration.ofNanos(System.nanoTime() - began));
        } catch (Failure.Busy notNow) {
            claimed.write(c -> PipelineSql.release(c, document));
            return new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter());
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the document's fault.
            claimed.whenStopped(c -> PipelineSql.release(c, document));
            throw stopped;
        } catch (RuntimeException error) {
            String reason = error instanceof Failure expected ? expected.getMessage() : DocumentIndexer.UNEXPECTED;
            LOG.warnf(error, "space_build_failed space=%d document_id=%s", space, document.documentId());
            return failed(claimed, space, reason);
        }
    }

    private IndexOutcome failed(ClaimedDocument claimed, int space, String reason) {
        Unfinished document = claimed.document();
        claimed.write(
                c -> BuildSql.noteFailure(c, document, space, reason, config.retryAfter(), config.longestRetryAfter())
                        .chain(() -> PipelineSql.release(c, document)));
        return new IndexOutcome.Failed(reason);
    }
}
