package dev.quarry.ingest;

import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.postgres.LockedSession;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;

/** A document that this worker has: its lock, and the version that was there when it was claimed. */
record ClaimedDocument(LockedSession session, Unfinished document, Version version, Duration statementDeadline) {
    /** One transaction on the lock's connection, within the document's tenant. */
    <T> T write(Function<SqlConnection, Uni<T>> work) {
        return session.write(document.tenant().rows(), statementDeadline, work);
    }
}
