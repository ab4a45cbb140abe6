package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.pool.Lease;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A direct connection that holds advisory locks of one namespace, for as long as it is open.
 *
 * <p>What must not happen without a lock is written on this very connection: when the connection dies, the server
 * releases its locks and the write fails with it. Used by one virtual thread, which may wait.
 */
public final class LockedSession implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LockedSession.class);
    private static final Duration UNLOCK_DEADLINE = Duration.ofSeconds(5);

    private final Lease lease;
    private final RuntimeRole role;
    private final LockNamespace namespace;
    private final List<String> subjects;
    private boolean broken;

    LockedSession(Lease lease, RuntimeRole role, LockNamespace namespace, List<String> subjects) {
        this.lease = lease;
        this.role = role;
        this.namespace = namespace;
        this.subjects = List.copyOf(subjects);
    }

    /** What the locks are of. */
    public List<String> subjects() {
        return subjects;
    }

    /**
     * One transaction on the locks' connection. It is not repeated: its failure may mean that the locks are gone.
     *
     * @throws Failure.Busy when it does not end in time; the session is of no more use then, and says so
     */
    public <T> T write(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        Transaction transaction = new Transaction(
                Transaction.Kind.WRITE, scope, role, Deadline.in(deadline), SessionSettings.KEPT_BY_THE_SESSION);
        if (broken) {
            throw transaction.tooLate();
        }
        try {
            return transaction
                    .between(lease.connection(), () -> {}, work)
                    .onFailure()
                    .transform(transaction::failure)
                    .await()
                    .atMost(deadline.plus(UNLOCK_DEADLINE));
        } catch (TimeoutException cutShort) {
            // Somewhere between begin and commit: what follows on this connection would land inside.
            broken = true;
            throw transaction.tooLate();
        }
    }

    /** Unlocks and gives the connection back. A connection that cannot unlock is closed, never pooled: it may hold on. */
    @Override
    public void close() {
        boolean unlocked = false;
        try {
            unlocked = !broken
                    && AdvisoryLockSql.unlock(lease.connection(), namespace, subjects)
                            .await()
                            .atMost(UNLOCK_DEADLINE);
        } catch (RuntimeException lost) {
            LOG.warnf("lock_lost namespace=%s subjects=%s error=%s", namespace.key(), subjects, lost.getMessage());
        }
        if (unlocked) {
            lease.release();
        } else {
            endSession();
        }
    }

    /** What runs is ended too: the server sees that its client has gone only between two statements. */
    private void endSession() {
        lease.cancelStatement().onComplete(asked -> lease.discard());
    }
}
