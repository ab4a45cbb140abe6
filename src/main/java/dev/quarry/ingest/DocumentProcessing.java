package dev.quarry.ingest;

import dev.quarry.document.Document;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Embeds one document while its caller waits. The document's lock is waited for by trying: between two tries nothing is held,
 * neither a connection nor a place. At its deadline the caller is answered; what was begun goes on to its end.
 */
@ApplicationScoped
class DocumentProcessing {
    private static final Logger LOG = Logger.getLogger(DocumentProcessing.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** Nanoseconds; no time at all is not a deadline. */
    private static final long SHORTEST = Duration.ofMillis(1).toNanos();

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final WorkPlaces places;
    private final Waiting waiting;
    private final Database database;
    private final IngestConfig config;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("processing-", 0).factory());

    private volatile long stopBy;

    DocumentProcessing(WorkPlaces places, Waiting waiting, Database database, IngestConfig config) {
        this.places = places;
        this.waiting = waiting;
        this.database = database;
        this.config = config;
    }

    void stopBeginning(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        threads.shutdown();
        stopBy = System.nanoTime() + config.stopDeadline().toNanos();
    }

    /** Gives documents at work time to finish, whoever waits for them. */
    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) throws InterruptedException {
        if (!threads.awaitTermination(stopBy - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            threads.shutdownNow();
            // They give their documents back.
            var _ = threads.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    /**
     * Returns when the document is ready. Fails with {@link Failure.NotFound}, with {@link Failure.Upstream} when embedding it
     * failed, with {@link Failure.Conflict} when this instance lacks the active space's model, and with {@link Failure.Busy} at the deadline, which says who has the document.
     */
    void process(Unfinished document, Duration deadline) {
        var _ = waiting.during(() -> untilReady(document, System.nanoTime() + deadline.toNanos()));
    }

    private Unfinished untilReady(Unfinished document, long until) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!isReady(document, until) && !tried(document, until)) {
            pause = pauseBefore(document, pause, until);
        }
        return document;
    }

    /** @return whether it is done; false when it is to be tried again */
    private boolean tried(Unfinished document, long until) throws InterruptedException {
        return switch (outcome(document, begin(document, until), until)) {
            case IndexOutcome.Indexed indexed -> true;
            case IndexOutcome.LockedElsewhere locked -> false;
            case IndexOutcome.NothingToDo nothing -> false;
            case IndexOutcome.Overtaken overtaken -> false;
            case IndexOutcome.Postponed notNow -> throw new Failure.Busy(notNow.reason(), notNow.after(), null);
            case IndexOutcome.ModelMissing missing ->
                throw new Failure.Conflict(
                        "document " + document.documentId() + " cannot be embedded here: " + missing.reason());
            case IndexOutcome.Failed failed ->
                throw new Failure.Upstream(
                        "document " + document.documentId() + " could not be embedded: " + failed.reason(), null);
        };
    }

    /** The work has the place until it ends, however long its caller waits. */
    private Future<IndexOutcome> begin(Unfinished document, long until) throws InterruptedException {
        WorkPlaces.Place place = places.take(left(until))
                .orElseThrow(() ->
                        new Failure.Busy("every place for embedding is taken by other documents", RETRY_AFTER, null));
        try {
            return threads.submit(() -> index(document, place));
        } catch (RejectedExecutionException stopped) {
            place.close();
            throw new Failure.Busy("the service is being stopped", RETRY_AFTER, stopped);
        }
    }

    private static IndexOutcome index(Unfinished document, WorkPlaces.Place place) {
        try (place) {
            IndexOutcome outcome = place.index(document, Turn.AT_ONCE);
            if (outcome instanceof IndexOutcome.Indexed indexed) {
                LOG.infof(
                        "watcher_indexing_complete document_id=%s tenant_id=%d chunks=%d took_ms=%d",
                        document.documentId(),
                        document.tenant().value(),
                        indexed.chunks(),
                        indexed.took().toMillis());
            }
            return outcome;
        }
    }

    private static IndexOutcome outcome(Unfinished document, Future<IndexOutcome> work, long until)
            throws InterruptedException {
        try {
            return work.get(left(until).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new Failure.Busy(
                    "document " + document.documentId()
                            + " is being embedded; the deadline has passed and the work goes on: ask again",
                    RETRY_AFTER,
                    late);
        } catch (ExecutionException error) {
            throw error.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(error);
        }
    }

    private boolean isReady(Unfinished document, long until) {
        return database.read(
                                document.tenant().rows(),
                                shorter(config.statementDeadline(), left(until)),
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
                        shorter(config.statementDeadline(), LONGEST_PAUSE),
                        connection -> DocumentStateSql.lockHolder(connection, document.documentId()))
                .await()
                .indefinitely()
                .orElse("a session that has just ended");
    }

    private static Duration left(long until) {
        return Duration.ofNanos(Math.max(SHORTEST, until - System.nanoTime()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
