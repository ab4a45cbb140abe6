package dev.quarry.ingest;

import dev.quarry.embedding.LiveSpace;
import dev.quarry.failure.Failure;
import dev.quarry.ingest.PipelineSql.Version;
import dev.quarry.ingest.SpaceFiller.Filling;
import dev.quarry.postgres.DirectConnections;
import dev.quarry.postgres.LockNamespace;
import dev.quarry.postgres.LockedSession;
import dev.quarry.postgres.Pools;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Embeds the missing chunks of one document in a space that is built beside the one that is searched. The document itself
 * stays as it is: ready, if it was.
 */
@ApplicationScoped
class SpaceBuilder {
    private static final Logger LOG = Logger.getLogger(SpaceBuilder.class);

    private final DirectConnections connections;
    private final SpaceFiller filler;
    private final IngestConfig config;
    private final Pools pools;

    SpaceBuilder(DirectConnections connections, SpaceFiller filler, IngestConfig config, Pools pools) {
        this.connections = connections;
        this.filler = filler;
        this.config = config;
        this.pools = pools;
    }

    /** Does what is to do, unless another worker has the document. */
    IndexOutcome build(Unfinished document, LiveSpace live) {
        Optional<LockedSession> locked = connections.tryLock(
                LockNamespace.DOCUMENT, document.documentId().toString());
        if (locked.isEmpty()) {
            return new IndexOutcome.LockedElsewhere();
        }
        try (LockedSession session = locked.get()) {
            Optional<Version> version = write(session, document, c -> PipelineSql.claim(c, document, pools.instance()));
            return version.isEmpty()
                    ? new IndexOutcome.NothingToDo()
                    : buildLocked(session, document, version.get(), live);
        }
    }

    private IndexOutcome buildLocked(LockedSession session, Unfinished document, Version version, LiveSpace live) {
        long began = System.nanoTime();
        int space = live.space().id();
        try {
            Function<SqlConnection, Uni<Void>> ending =
                    c -> BuildSql.forgetFailure(c, document, space).chain(() -> PipelineSql.release(c, document));
            Filling filling = filler.fill(session, document, version, live, ending);
            if (filling.overtaken()) {
                write(session, document, ending);
                return new IndexOutcome.Overtaken();
            }
            return new IndexOutcome.Indexed(filling.chunks(), Duration.ofNanos(System.nanoTime() - began));
        } catch (Failure.Busy notNow) {
            write(session, document, c -> PipelineSql.release(c, document));
            return new IndexOutcome.Postponed(notNow.getMessage(), notNow.retryAfter());
        } catch (CancellationException stopped) {
            // The service is being stopped: that is not the document's fault. Its lock goes with this session.
            throw stopped;
        } catch (RuntimeException error) {
            String reason = error instanceof Failure expected ? expected.getMessage() : DocumentIndexer.UNEXPECTED;
            LOG.warnf(error, "space_build_failed space=%d document_id=%s", space, document.documentId());
            write(
                    session,
                    document,
                    c -> BuildSql.noteFailure(
                                    c, document, space, reason, config.retryAfter(), config.longestRetryAfter())
                            .chain(() -> PipelineSql.release(c, document)));
            return new IndexOutcome.Failed(reason);
        }
    }

    private <T> T write(LockedSession session, Unfinished document, Function<SqlConnection, Uni<T>> work) {
        return session.write(document.tenant().rows(), config.statementDeadline(), work);
    }
}
