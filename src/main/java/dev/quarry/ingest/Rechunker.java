package dev.quarry.ingest;

import dev.quarry.document.ChunkChanges;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.ClaimedDocuments.Version;
import dev.quarry.ingest.PipelineSql.Backoff;
import dev.quarry.ingest.RechunkPreparation.Prepared;
import dev.quarry.ingest.RechunkSql.Asked;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/**
 * Cuts a document in another way, as somebody has asked for, under its lock. Until the exchange, which is one transaction, the
 * document stays as it is; whatever fails before leaves it so.
 */
@ApplicationScoped
class Rechunker {
    private static final Logger LOG = Logger.getLogger(Rechunker.class);

    private final DocumentClaims claims;
    private final EmbeddingSpaces spaces;
    private final RechunkPreparation preparation;
    private final RechunkSwitch exchange;
    private final IngestConfig config;

    Rechunker(
            DocumentClaims claims,
            EmbeddingSpaces spaces,
            RechunkPreparation preparation,
            RechunkSwitch exchange,
            IngestConfig config) {
        this.claims = claims;
        this.spaces = spaces;
        this.preparation = preparation;
        this.exchange = exchange;
        this.config = config;
    }

    /** Does what is asked for, unless another worker has the document. */
    IndexOutcome rechunk(Unfinished document) {
        Optional<LiveSpace> active = spaces.active();
        if (active.isEmpty()) {
            return new IndexOutcome.ModelMissing(spaces.activeModelMissing());
        }
        Duration busy = active.get().model().busyFor();
        if (busy.isPositive()) {
            return IndexOutcome.Postponed.untilModelIsFree(busy);
        }
        Map<UUID, IndexOutcome> outcomes = claims.whileClaimed(
                Portion.of(document),
                PipelineSql::claim,
                claimed -> claimed.each(rechunkClaimed(claimed, document, active.get())));
        return Objects.requireNonNull(outcomes.get(document.documentId()));
    }

    private IndexOutcome rechunkClaimed(ClaimedDocuments claimed, Unfinished document, LiveSpace active) {
        Version version = Objects.requireNonNull(claimed.versions().get(document.documentId()));
        Optional<Asked> asked =
                claimed.write(c -> RechunkSql.asked(c, document.tenant(), document.documentId(), version.number()));
        if (asked.isEmpty()) {
            claimed.write(c -> PipelineSql.release(c, claimed));
            return new IndexOutcome.NothingToDo();
        }
        return version.workerDeaths() > 0
                ? failed(claimed, asked.get(), "its worker died while embedding it")
                : rechunk(claimed, active, asked.get());
    }

    private IndexOutcome rechunk(ClaimedDocuments claimed, LiveSpace active, Asked asked) {
        long began = System.nanoTime();
        try {
            Optional<Prepared> prepared = preparation.prepare(claimed, active, asked);
            if (prepared.isEmpty() || !exchange.make(claimed, active.space(), prepared.get())) {
                claimed.write(c -> PipelineSql.release(c, claimed));
                return new IndexOutcome.Overtaken();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            report(asked, prepared.get().changes(), took);
            return new IndexOutcome.Indexed(prepared.get().passages().size(), took);
        } catch (ModelBusy notNow) {
            claimed.write(c -> RechunkSql.postpone(c, asked, notNow.getMessage(), notNow.retryAfter())
                    .chain(() -> PipelineSql.release(c, claimed)));
            return new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter());
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the document's fault.
            claimed.whenStopped(c -> PipelineSql.release(c, claimed));
            throw stopped;
        } catch (RuntimeException error) {
            LOG.warnf(error, "rechunking_failed document_id=%s", asked.documentId());
            return failed(
                    claimed,
                    asked,
                    error instanceof Failure expected ? expected.getMessage() : DocumentIndexer.UNEXPECTED);
        }
    }

    private IndexOutcome failed(ClaimedDocuments claimed, Asked asked, String reason) {
        claimed.write(c ->
                RechunkSql.fail(c, asked, reason, Backoff.of(config)).chain(() -> PipelineSql.release(c, claimed)));
        return new IndexOutcome.Failed(reason);
    }

    private static void report(Asked asked, ChunkChanges changes, Duration took) {
        LOG.infof(
                "rechunking_complete document_id=%s tenant_id=%d strategy=%s added=%d kept=%d removed=%d took_ms=%d",
                asked.documentId(),
                asked.tenant().value(),
                asked.plan().strategy().label(),
                changes.added().size(),
                changes.kept().size(),
                changes.removed().size(),
                took.toMillis());
    }
}
