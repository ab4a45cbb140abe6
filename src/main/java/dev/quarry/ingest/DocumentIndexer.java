package dev.quarry.ingest;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.SpaceFiller.Filling;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/** Embeds the missing chunks of documents in the space that is searched, under their locks, and makes them ready. */
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
        return Objects.requireNonNull(index(Portion.of(document), turn).get(document.documentId()));
    }

    /** Does what is to do for each document that no other worker has. Every document's outcome, by its id. */
    Map<UUID, IndexOutcome> index(Portion portion, Turn turn) {
        return claims.whileClaimed(
                portion, (c, mine, worker) -> PipelineSql.start(c, mine, turn, worker), this::indexClaimed);
    }

    private Map<UUID, IndexOutcome> indexClaimed(ClaimedDocuments claimed) {
        long began = System.nanoTime();
        try {
            Filling filling = filler.fill(claimed, spaces.serving(), PipelineSql::finish);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Map<UUID, IndexOutcome> outcomes = new HashMap<>();
            filling.chunks().forEach((id, chunks) -> outcomes.put(id, new IndexOutcome.Indexed(chunks, took)));
            filling.overtaken().forEach(id -> outcomes.put(id, new IndexOutcome.Overtaken()));
            return outcomes;
        } catch (Failure.Busy notNow) {
            LOG.warnf(
                    "watcher_indexing_postponed document_ids=%s retry_after_ms=%d reason=%s",
                    claimed.ids(), notNow.retryAfter().toMillis(), notNow.getMessage());
            claimed.write(c -> PipelineSql.postpone(c, claimed, notNow.getMessage(), notNow.retryAfter()));
            return claimed.each(new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter()));
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the documents' fault, which are due all the same.
            throw stopped;
        } catch (RuntimeException error) {
            return claimed.ids().size() == 1 ? failed(claimed, error) : oneByOne(claimed, error);
        }
    }

    /** One of them may be to blame, and the others are not to wait for it. */
    private Map<UUID, IndexOutcome> oneByOne(ClaimedDocuments claimed, RuntimeException error) {
        LOG.debugf(error, "watcher_indexing_one_by_one document_ids=%s", claimed.ids());
        Map<UUID, IndexOutcome> outcomes = new HashMap<>();
        claimed.ids().forEach(id -> outcomes.putAll(indexClaimed(claimed.only(List.of(id)))));
        return outcomes;
    }

    private Map<UUID, IndexOutcome> failed(ClaimedDocuments claimed, RuntimeException error) {
        String reason = error instanceof Failure expected ? expected.getMessage() : UNEXPECTED;
        LOG.warnf(error, "watcher_indexing_failed document_ids=%s", claimed.ids());
        claimed.write(c -> PipelineSql.fail(c, claimed, reason, config.retryAfter(), config.longestRetryAfter()));
        return claimed.each(new IndexOutcome.Failed(reason));
    }
}
