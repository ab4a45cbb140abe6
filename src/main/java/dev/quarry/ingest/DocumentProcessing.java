package dev.quarry.ingest;

import dev.quarry.document.Document;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Embeds one document while its caller waits. The document's lock is waited for by trying: between two tries nothing is held,
 * neither a connection nor a place.
 */
@ApplicationScoped
class DocumentProcessing {
    private static final Logger LOG = Logger.getLogger(DocumentProcessing.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final WorkPlaces places;
    private final Waiting waiting;
    private final Database database;
    private final IngestConfig config;

    DocumentProcessing(WorkPlaces places, Waiting waiting, Database database, IngestConfig config) {
        this.places = places;
        this.waiting = waiting;
        this.database = database;
        this.config = config;
    }

    /**
     * Returns when the document is ready. Fails with {@link Failure.NotFound}, with {@link Failure.Upstream} when embedding it
     * failed, and with {@link Failure.Busy} at the deadline, which names who has the document.
     */
    void process(Unfinished document, Duration deadline) {
        var _ = waiting.during(() -> untilReady(document, System.nanoTime() + deadline.toNanos()));
    }

    private Unfinished untilReady(Unfinished document, long until) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!isReady(document) && !tried(document, until)) {
            pause = pauseBefore(document, pause, until);
        }
        return document;
    }

    /** @return whether it is done; false when it is to be tried again */
    private boolean tried(Unfinished document, long until) throws InterruptedException {
        Optional<WorkPlaces.Place> free = places.take(left(until));
        if (free.isEmpty()) {
            throw new Failure.Busy("every place for embedding is taken by other documents", RETRY_AFTER, null);
        }
        try (WorkPlaces.Place place = free.get()) {
            return switch (place.index(document, Turn.AT_ONCE)) {
                case IndexOutcome.Indexed indexed -> {
                    LOG.infof(
                            "watcher_indexing_complete document_id=%s tenant_id=%d chunks=%d took_ms=%d",
                            document.documentId(),
                            document.tenant().value(),
                            indexed.chunks(),
                            indexed.took().toMillis());
                    yield true;
                }
                case IndexOutcome.LockedElsewhere locked -> false;
                case IndexOutcome.NothingToDo nothing -> false;
                case IndexOutcome.Overtaken overtaken -> false;
                case IndexOutcome.Postponed notNow -> throw new Failure.Busy(notNow.reason(), notNow.after(), null);
                case IndexOutcome.Failed failed ->
                    throw new Failure.Upstream(
                            "document " + document.documentId() + " could not be embedded: " + failed.reason(), null);
            };
        }
    }

    private boolean isReady(Unfinished document) {
        return database.read(
                                document.tenant().rows(),
                                config.statementDeadline(),
                                connection -> DocumentStateSql.status(connection, document))
                        .await()
                        .indefinitely()
                        .orElseThrow(() -> new Failure.NotFound("there is no document " + document.documentId()))
                == Document.Status.READY;
    }

    private Duration pauseBefore(Unfinished document, Duration pause, long until) throws InterruptedException {
        if (left(until).compareTo(pause) <= 0) {
            throw new Failure.Busy(
                    "document " + document.documentId() + " is being worked on by " + holder(document)
                            + "; its deadline has passed",
                    RETRY_AFTER,
                    null);
        }
        Thread.sleep(pause);
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private String holder(Unfinished document) {
        return database.read(
                        document.tenant().rows(),
                        config.statementDeadline(),
                        connection -> DocumentStateSql.lockHolder(connection, document.documentId()))
                .await()
                .indefinitely()
                .orElse("a session that has just ended");
    }

    private static Duration left(long until) {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }
}
