package dev.quarry.ingest;

import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.postgres.LockedSession;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** A document that this worker has: its lock, and the version that was there when it was claimed. */
record ClaimedDocument(LockedSession session, Unfinished document, Version version, Duration statementDeadline) {
    private static final Logger LOG = Logger.getLogger(ClaimedDocument.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    /** One transaction on the lock's connection, within the document's tenant. */
    <T> T write(Function<SqlConnection, Uni<T>> work) {
        return session.write(document.tenant().rows(), statementDeadline, work);
    }

    /** As {@link #write}, on a thread that was interrupted: a last word, for which nobody waits long and which may be lost. */
    void whenStopped(Function<SqlConnection, Uni<Void>> work) {
        boolean interrupted = Thread.interrupted();
        try {
            session.write(document.tenant().rows(), LAST_WORD, work);
        } catch (RuntimeException unheard) {
            LOG.warnf(unheard, "document_not_given_back document_id=%s", document.documentId());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
