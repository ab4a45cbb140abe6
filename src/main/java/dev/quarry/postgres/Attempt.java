package dev.quarry.postgres;

import dev.quarry.postgres.pool.Acquisition;
import dev.quarry.postgres.pool.ConnectionPool;
import dev.quarry.postgres.pool.Lease;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a transaction, from asking for a connection to giving it back.
 *
 * <pre>
 *   ACQUIRING ──► OPENING ──► RUNNING ──► COMMITTING ──► ENDED
 *                                │                         ▲
 *                                └─────► CANCELLING ───────┘
 * </pre>
 *
 * <p>It is detached from its caller: a caller that stops listening (a passed deadline, an HTTP client that hung up) must not
 * cut the chain between the statement and the connection's return. It <em>abandons</em> the attempt instead, which then
 * waits for no connection, begins nothing, ends what runs on the server, and commits nothing that was not being committed.
 */
final class Attempt<T> {
    private static final Logger LOG = Logger.getLogger(Attempt.class);

    /** Most statements end by themselves sooner than a request to cancel them arrives. */
    private static final Duration CANCEL_AFTER = Duration.ofMillis(20);
    /** A server that answers neither the statement nor the request to cancel it is not there any more. */
    private static final Duration LOST_AFTER = Duration.ofSeconds(3);

    private enum Phase {
        ACQUIRING,
        OPENING,
        RUNNING,
        CANCELLING,
        COMMITTING,
        ENDED
    }

    private final Vertx vertx;
    private final Transaction transaction;
    private final Function<SqlConnection, Uni<T>> work;
    private final UniEmitter<? super T> caller;

    private Phase phase = Phase.ACQUIRING;
    private boolean abandoned;
    private @Nullable Lease lease;

    Attempt(Vertx vertx, Transaction transaction, Function<SqlConnection, Uni<T>> work, UniEmitter<? super T> caller) {
        this.vertx = vertx;
        this.transaction = transaction;
        this.work = work;
        this.caller = caller;
    }

    void start(ConnectionPool pool) {
        Acquisition acquisition = pool.acquire();
        acquisition.lease().onComplete(answer -> {
            if (answer.succeeded()) {
                run(answer.result());
            } else {
                caller.fail(SqlState.acquireFailure(answer.cause()));
            }
        });
        // Called at the end of a normal attempt too, when there is nothing left to abandon.
        var _ = caller.onTermination(() -> {
            acquisition.giveUp();
            abandon();
        });
    }

    private void run(Lease acquired) {
        synchronized (this) {
            if (!abandoned) {
                lease = acquired;
                phase = Phase.OPENING;
            }
        }
        if (lease == null) {
            acquired.release();
            return;
        }
        var _ = transaction
                .between(
                        acquired.connection(),
                        this::begun,
                        connection -> work.apply(connection).invoke(this::commit))
                .subscribe()
                .with(item -> end(acquired, item, null), error -> end(acquired, null, error));
    }

    /** Before this, a cancellation might hit the opening, and the statement behind it would run outside of a transaction. */
    private void begun() {
        boolean cancel;
        synchronized (this) {
            phase = Phase.RUNNING;
            cancel = abandoned;
        }
        if (cancel) {
            cancelOnServer();
        }
    }

    private synchronized void commit() {
        if (abandoned) {
            throw transaction.tooLate();
        }
        phase = Phase.COMMITTING;
    }

    private void end(Lease acquired, @Nullable T item, @Nullable Throwable error) {
        boolean cancelled;
        synchronized (this) {
            cancelled = phase == Phase.CANCELLING;
            phase = Phase.ENDED;
        }
        // A cancellation that ended nothing is still on its way, and would hit whoever has the connection next.
        boolean clean = !cancelled || (SqlState.wasCancelled(error) && !transaction.mayHaveTimedOutOnServer());
        if (clean && !SqlState.spoiltItsConnection(error)) {
            acquired.release();
        } else {
            acquired.discard();
        }
        if (error == null) {
            caller.complete(item);
        } else {
            caller.fail(error);
        }
    }

    private void abandon() {
        boolean running;
        synchronized (this) {
            abandoned = true;
            running = lease != null && phase != Phase.ENDED;
        }
        if (running) {
            vertx.setTimer(CANCEL_AFTER.toMillis(), timer -> cancelOnServer());
            vertx.setTimer(lostAfter().toMillis(), timer -> writeOff());
        }
    }

    /** A statement that may not be cancelled has until the deadline, at which the server ends it. */
    private Duration lostAfter() {
        return transaction.settings().clientMayCancel()
                ? LOST_AFTER
                : transaction.deadline().remaining().plus(LOST_AFTER);
    }

    private void cancelOnServer() {
        if (!transaction.settings().clientMayCancel()) {
            return;
        }
        Lease running;
        synchronized (this) {
            if (phase != Phase.RUNNING) {
                return;
            }
            phase = Phase.CANCELLING;
            running = lease;
        }
        if (running != null) {
            running.cancelStatement().onFailure(error -> LOG.debugf(error, "cancel_failed"));
        }
    }

    /** Gives the pool its place back when the server, or the network to it, answers nothing at all. */
    private void writeOff() {
        Lease lost;
        synchronized (this) {
            if (phase == Phase.ENDED) {
                return;
            }
            lost = lease;
        }
        if (lost != null) {
            LOG.warnf("connection_written_off phase=%s", phase);
            lost.discard();
        }
    }
}
