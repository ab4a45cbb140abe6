package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.ClaimedDocuments.Version;
import dev.quarry.ingest.PipelineSql.Backoff;
import dev.quarry.ingest.SpaceFiller.Filling;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Embeds the missing chunks of documents in the active space, under their locks, and makes them ready. */
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
        return Objects.requireNonNull(index(Portion.of(document), turn).get(document.documentId()));
    }

    /** Does what is to do for each document that no other worker has. Every document's outcome, by its id. */
    Map<UUID, IndexOutcome> index(Portion portion, Turn turn) {
        Optional<LiveSpace> active = spaces.active();
        if (active.isEmpty()) {
            return portion.each(new IndexOutcome.ModelMissing(spaces.activeModelMissing()));
        }
        Duration busy = active.get().model().busyFor();
        return busy.isPositive()
                ? portion.each(IndexOutcome.Postponed.untilModelIsFree(busy))
                : claims.whileClaimed(
                        portion,
                        (c, mine, worker) -> PipelineSql.start(c, mine, turn, worker, Backoff.of(config)),
                        claimed -> indexUnlessDeadly(claimed, active.get()));
    }

    /** What ends the process that embeds it would end one after the other. */
    private Map<UUID, IndexOutcome> indexUnlessDeadly(ClaimedDocuments claimed, LiveSpace active) {
        ClaimedDocuments deadly = claimed.deadly(config.maxWorkerDeaths());
        if (deadly.isEmpty()) {
            return indexClaimed(claimed, active);
        }
        Map<UUID, IndexOutcome> outcomes = new HashMap<>();
        deadly.versions().forEach((id, version) -> outcomes.putAll(giveUp(deadly.only(List.of(id)), version)));
        ClaimedDocuments others = claimed.without(deadly);
        if (!others.isEmpty()) {
            outcomes.putAll(indexClaimed(others, active));
        }
        return outcomes;
    }

    private static Map<UUID, IndexOutcome> giveUp(ClaimedDocuments one, Version version) {
        String reason = "its worker died " + version.workerDeaths() + " times while embedding it";
        LOG.errorf(
                "watcher_document_given_up document_id=%s worker_deaths=%d",
                one.ids().getFirst(), version.workerDeaths());
        one.write(c -> PipelineSql.giveUp(c, one, reason));
        return one.each(new IndexOutcome.Failed(reason));
    }

    private Map<UUID, IndexOutcome> indexClaimed(ClaimedDocuments claimed, LiveSpace active) {
        long began = System.nanoTime();
        int space = active.space().id();
        try {
            Filling filling = filler.fill(claimed, active, (c, complete) -> PipelineSql.finish(c, complete, space));
            ClaimedDocuments overtaken = claimed.only(filling.overtaken());
            if (!overtaken.isEmpty()) {
                claimed.write(c -> PipelineSql.release(c, overtaken));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Map<UUID, IndexOutcome> outcomes = new HashMap<>();
            filling.chunks().forEach((id, chunks) -> outcomes.put(id, new IndexOutcome.Indexed(chunks, took)));
            outcomes.putAll(overtaken.each(new IndexOutcome.Overtaken()));
            return outcomes;
        } catch (ModelBusy notNow) {
            LOG.warnf(
                    "watcher_indexing_postponed document_ids=%s retry_after_ms=%d reason=%s",
                    claimed.ids(), notNow.retryAfter().toMillis(), notNow.getMessage());
            claimed.write(c -> PipelineSql.postpone(c, claimed, notNow.getMessage(), notNow.retryAfter()));
            return claimed.each(new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter()));
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the documents' fault, which are due all the same.
            claimed.whenStopped(c -> PipelineSql.giveBack(c, claimed));
            throw stopped;
        } catch (RuntimeException error) {
            // A database without time for all of them has none for each.
            return claimed.ids().size() == 1 || error instanceof Failure.Busy
                    ? failed(claimed, error)
                    : oneByOne(claimed, active, error);
        }
    }

    /** One of them may be to blame, and the others are not to wait for it. */
    private Map<UUID, IndexOutcome> oneByOne(ClaimedDocuments claimed, LiveSpace active, RuntimeException error) {
        LOG.debugf(error, "watcher_indexing_one_by_one document_ids=%s", claimed.ids());
        Map<UUID, IndexOutcome> outcomes = new HashMap<>();
        try {
            claimed.ids().forEach(id -> outcomes.putAll(indexClaimed(claimed.only(List.of(id)), active)));
        } catch (RuntimeException ended) {
            // Their turn does not come any more. Those that had theirs are not at work, and stay as they are.
            claimed.whenStopped(c -> PipelineSql.giveBack(c, claimed));
            throw ended;
        }
        return outcomes;
    }

    private Map<UUID, IndexOutcome> failed(ClaimedDocuments claimed, RuntimeException error) {
        String reason = error instanceof Failure expected ? expected.getMessage() : UNEXPECTED;
        LOG.warnf(error, "watcher_indexing_failed document_ids=%s", claimed.ids());
        claimed.write(c -> PipelineSql.fail(c, claimed, reason, Backoff.of(config)));
        return claimed.each(new IndexOutcome.Failed(reason));
    }
}
