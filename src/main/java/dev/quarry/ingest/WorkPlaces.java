package dev.quarry.ingest;

import dev.quarry.embedding.LiveSpace;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places at which documents are embedded; each uses a direct connection. The watcher, batches and requests for a single
 * document share them, first come, first served.
 */
@ApplicationScoped
class WorkPlaces {
    private final DocumentIndexer indexer;
    private final SpaceBuilder builder;
    private final Rechunker rechunker;
    private final Semaphore free;

    WorkPlaces(DocumentIndexer indexer, SpaceBuilder builder, Rechunker rechunker, IngestConfig config) {
        this.indexer = indexer;
        this.builder = builder;
        this.rechunker = rechunker;
        this.free = new Semaphore(config.concurrency(), true);
    }

    /**
     * Waits for a place, for as long as it takes.
     *
     * @throws CancellationException when the service is stopped meanwhile
     */
    Place take() {
        try {
            free.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while every place for embedding was taken");
        }
        return new Place();
    }

    /** Waits for a place that long. @return nothing when there was none */
    Optional<Place> take(Duration longest) throws InterruptedException {
        return free.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS) ? Optional.of(new Place()) : Optional.empty();
    }

    /** The right to embed one document, or one portion, at a time. Left once, by whichever thread has it then. */
    final class Place implements AutoCloseable {
        private Place() {}

        IndexOutcome index(Unfinished document, Turn turn) {
            return indexer.index(document, turn);
        }

        Map<UUID, IndexOutcome> index(Portion portion, Turn turn) {
            return indexer.index(portion, turn);
        }

        IndexOutcome build(Unfinished document, LiveSpace live) {
            return builder.build(document, live);
        }

        IndexOutcome rechunk(Unfinished document) {
            return rechunker.rechunk(document);
        }

        @Override
        public void close() {
            free.release();
        }
    }
}
