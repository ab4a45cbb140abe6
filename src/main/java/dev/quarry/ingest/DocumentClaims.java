package dev.quarry.ingest;

import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.postgres.DirectConnections;
import dev.quarry.postgres.LockNamespace;
import dev.quarry.postgres.LockedSession;
import dev.quarry.postgres.Pools;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** Takes documents for this worker: first the lock, then the row that says who works on it. */
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

    /** Marks the row for a worker of that name; comes to nothing when there is nothing to do. */
    @FunctionalInterface
    interface Claim {
        Uni<Optional<Version>> on(SqlConnection connection, String worker);
    }

    /** Works on the document while its lock is held, unless another worker has it. */
    IndexOutcome whileClaimed(Unfinished document, Claim claim, Function<ClaimedDocument, IndexOutcome> work) {
        Optional<LockedSession> locked = connections.tryLock(
                LockNamespace.DOCUMENT, document.documentId().toString());
        if (locked.isEmpty()) {
            return new IndexOutcome.LockedElsewhere();
        }
        try (LockedSession session = locked.get()) {
            Optional<Version> version = session.write(
                    document.tenant().rows(), config.statementDeadline(), c -> claim.on(c, pools.instance()));
            return version.isEmpty()
                    ? new IndexOutcome.NothingToDo()
                    : work.apply(new ClaimedDocument(session, document, version.get(), config.statementDeadline()));
        }
    }
}
