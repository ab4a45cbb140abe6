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
import org.jboss.logging.Logger;

/**
 * Documents of one tenant that this worker has.
 *
 * @param session holds their locks
 * @param versions of each document, the one that was there when it was claimed
 */
record ClaimedDocuments(
        LockedSession session, TenantId tenant, Map<UUID, Version> versions, Duration statementDeadline) {
    private static final Logger LOG = Logger.getLogger(ClaimedDocuments.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    /**
     * The state of a document that is worked on.
     *
     * @param workerDeaths how many workers in a row died at it, the last of them just before this one came
     */
    record Version(int number, int workerDeaths) {}

    /** One transaction on the locks' connection, within the documents' tenant. */
    <T> T write(Function<SqlConnection, Uni<T>> work) {
        return session.write(tenant.rows(), statementDeadline, work);
    }

    ClaimedDocuments only(Collection<UUID> some) {
        Map<UUID, Version> theirs = new LinkedHashMap<>(versions);
        theirs.keySet().retainAll(some);
        return new ClaimedDocuments(session, tenant, theirs, statementDeadline);
    }

    List<UUID> ids() {
        return List.copyOf(versions.keySet());
    }

    /** As {@link #write}, when the thread was interrupted: a last word, for which nobody waits long and which may be lost. */
    void whenStopped(Function<SqlConnection, Uni<Void>> work) {
        boolean interrupted = Thread.interrupted();
        try {
            session.write(tenant.rows(), LAST_WORD, work);
        } catch (RuntimeException unheard) {
            LOG.warnf(unheard, "documents_not_given_back document_ids=%s", ids());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Those at which so many workers died one after the other. */
    ClaimedDocuments deadly(int deaths) {
        return only(versions.entrySet().stream()
                .filter(document -> document.getValue().workerDeaths() >= deaths)
                .map(Map.Entry::getKey)
                .toList());
    }

    ClaimedDocuments without(ClaimedDocuments others) {
        return only(versions.keySet().stream()
                .filter(id -> !others.versions.containsKey(id))
                .toList());
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
