package dev.quarry.ingest;

import dev.quarry.embedding.LiveSpace;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.SpaceFiller.Ending;
import dev.quarry.ingest.SpaceFiller.Filling;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CancellationException;
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
        if (busy.isPositive()) {
            return IndexOutcome.Postponed.untilModelIsFree(busy);
        }
        Map<UUID, IndexOutcome> outcomes = claims.whileClaimed(
                Portion.of(document),
                PipelineSql::claim,
                claimed -> claimed.each(buildClaimed(claimed, document, live)));
        return Objects.requireNonNull(outcomes.get(document.documentId()));
    }

    private IndexOutcome buildClaimed(ClaimedDocuments claimed, Unfinished document, LiveSpace live) {
        long began = System.nanoTime();
        int space = live.space().id();
        if (!claimed.deadly(1).isEmpty()) {
            return failed(claimed, document, space, "its worker died while embedding it");
        }
        try {
            Ending ending = (c, complete) -> BuildSql.forgetFailure(c, document, space)
                    .chain(() -> PipelineSql.release(c, claimed))
                    .replaceWith(complete.versions().keySet());
            Filling filling = filler.fill(claimed, live, ending);
            if (!filling.overtaken().isEmpty()) {
                claimed.write(c -> PipelineSql.release(c, claimed));
                return new IndexOutcome.Overtaken();
            }
            return new IndexOutcome.Indexed(
                    filling.chunks().getOrDefault(document.documentId(), 0),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (ModelBusy notNow) {
            claimed.write(c -> PipelineSql.release(c, claimed));
            return new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter());
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the document's fault.
            claimed.whenStopped(c -> PipelineSql.release(c, claimed));
            throw stopped;
        } catch (RuntimeException error) {
            String reason = error instanceof Failure expected ? expected.getMessage() : DocumentIndexer.UNEXPECTED;
            LOG.warnf(error, "space_build_failed space=%d document_id=%s", space, document.documentId());
            return failed(claimed, document, space, reason);
        }
    }

    private IndexOutcome failed(ClaimedDocuments claimed, Unfinished document, int space, String reason) {
        claimed.write(
                c -> BuildSql.noteFailure(c, document, space, reason, config.retryAfter(), config.longestRetryAfter())
                        .chain(() -> PipelineSql.release(c, claimed)));
        return new IndexOutcome.Failed(reason);
    }
}
