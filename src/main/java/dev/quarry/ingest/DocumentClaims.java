package dev.quarry.ingest;

import dev.quarry.postgres.DirectConnections;
import dev.quarry.postgres.LockNamespace;
import dev.quarry.postgres.LockedSession;
import dev.quarry.postgres.Pools;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes documents for this worker: first their locks, then the rows that say who works on them. */
@ApplicationScoped
class DocumentClaims {
    private final DirectConnections connections;
    private final IngestConfig config;
    private final Pools pools;

    DocumentClaims(DirectConnections connections, IngestConfig config, Pools pools) {
        this.connections = connections;
        this.config = config;
        this.pools = pools;
    }

    /** Marks the rows for a worker of that name, and says which version each has; one with nothing to do is left out. */
    @FunctionalInterface
    interface Claim {
        Uni<Map<UUID, Integer>> on(SqlConnection connection, Portion portion, String worker);
    }

    /** Works on the documents while their locks are held. The outcomes, of every document, are by its id. */
    Map<UUID, IndexOutcome> whileClaimed(
            Portion portion, Claim claim, Function<ClaimedDocuments, Map<UUID, IndexOutcome>> work) {
        Map<UUID, IndexOutcome> outcomes = new HashMap<>();
        portion.documentIds().forEach(id -> outcomes.put(id, new IndexOutcome.LockedElsewhere()));
        Optional<LockedSession> locked = connections.tryLock(
                LockNamespace.DOCUMENT,
                portion.documentIds().stream().map(UUID::toString).toList());
        if (locked.isEmpty()) {
            return outcomes;
        }
        try (LockedSession session = locked.get()) {
            Portion held = portion.only(
                    session.subjects().stream().map(UUID::fromString).collect(Collectors.toSet()));
            held.documentIds().forEach(id -> outcomes.put(id, new IndexOutcome.NothingToDo()));
            Map<UUID, Integer> versions = session.write(
                    portion.tenant().rows(), config.statementDeadline(), c -> claim.on(c, held, pools.instance()));
            ClaimedDocuments claimed =
                    new ClaimedDocuments(session, portion.tenant(), versions, config.statementDeadline());
            if (!claimed.isEmpty()) {
                outcomes.putAll(work.apply(claimed));
            }
            return outcomes;
        }
    }
}
