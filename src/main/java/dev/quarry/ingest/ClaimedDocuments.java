package dev.quarry.ingest;

import dev.quarry.postgres.LockedSession;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Documents of one tenant that this worker has.
 *
 * @param session holds their locks
 * @param versions of each document, the one that was there when it was claimed
 */
record ClaimedDocuments(
        LockedSession session, TenantId tenant, Map<UUID, Integer> versions, Duration statementDeadline) {
    /** One transaction on the locks' connection, within the documents' tenant. */
    <T> T write(Function<SqlConnection, Uni<T>> work) {
        return session.write(tenant.rows(), statementDeadline, work);
    }

    ClaimedDocuments only(Collection<UUID> some) {
        Map<UUID, Integer> theirs = new LinkedHashMap<>(versions);
        theirs.keySet().retainAll(some);
        return new ClaimedDocuments(session, tenant, theirs, statementDeadline);
    }

    List<UUID> ids() {
        return List.copyOf(versions.keySet());
    }

    /** The same outcome for each. */
    Map<UUID, IndexOutcome> each(IndexOutcome outcome) {
        Map<UUID, IndexOutcome> outcomes = new HashMap<>();
        versions.keySet().forEach(id -> outcomes.put(id, outcome));
        return outcomes;
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }
}
