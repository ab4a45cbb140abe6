package dev.quarry.document;

import dev.quarry.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** How many streams of documents there are at a time. */
@ApplicationScoped
class BulkStreams {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Semaphore places;

    BulkStreams(DocumentConfig config) {
        this.places = new Semaphore(config.bulkStreams());
    }

    /** @throws Failure.Busy when there are as many as there may be */
    void open() {
        if (!places.tryAcquire()) {
            throw new Failure.Busy("other streams of documents are under way; come back later", RETRY_AFTER, null);
        }
    }

    void close() {
        places.release();
    }
}
