package dev.quarry.postgres.pool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One connection and its age. What changes in it is guarded by the monitor of its pool. */
final class PooledConnection {
    private static final Logger LOG = Logger.getLogger(PooledConnection.class);
    /** Closed at once, overflow would be opened and closed many times a second under a load that comes in bursts. */
    private static final Duration OVERFLOW_LIFETIME = Duration.ofSeconds(1);

    private static final Duration GOODBYE_DEADLINE = Duration.ofSeconds(2);
    private static final double RECYCLE_JITTER = 0.1;

    private final PgConnection connection;
    private final SqlConnection forCallers;
    private final long recycleAt;
    private final Promise<Void> closed = Promise.promise();
    private long idleSince = System.nanoTime();
    private int uses;

    PooledConnection(PgConnection connection, PoolLimits limits) {
        this.connection = connection;
        this.forCallers = SqlConnection.newInstance(connection);
        double spread = 1 + RECYCLE_JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
        this.recycleAt = System.nanoTime() + (long) (limits.recycle().toNanos() * spread);
    }

    SqlConnection forCallers() {
        return forCallers;
    }

    void wasUsed() {
        uses++;
    }

    void becomesIdle() {
        idleSince = System.nanoTime();
    }

    boolean needsPing(PoolLimits limits) {
        return wasIdleFor(limits.prePingAfter());
    }

    /** Why the connection has served its time, or null when it has not. */
    @Nullable
    Retirement retirementDue(PoolLimits limits) {
        if (uses >= limits.maxQueries()) {
            return Retirement.MAX_QUERIES;
        }
        return System.nanoTime() - recycleAt >= 0 ? Retirement.RECYCLED : null;
    }

    /** The same for an idle connection, which may be one too many besides. */
    @Nullable
    Retirement retirementDue(PoolLimits limits, int open) {
        if (open > limits.poolSize() && wasIdleFor(OVERFLOW_LIFETIME)) {
            return Retirement.OVERFLOW;
        }
        if (open > limits.minSize() && wasIdleFor(limits.idleLifetime())) {
            return Retirement.IDLE;
        }
        return retirementDue(limits);
    }

    /** Asks the server for a sign of life; no answer in time is a failure. */
    Future<Void> ping(Vertx vertx, Duration deadline) {
        Promise<Void> answered = Promise.promise();
        long timer = vertx.setTimer(deadline.toMillis(), late -> answered.tryFail("no answer to a ping"));
        connection.query("select 1").execute().onComplete(answer -> {
            vertx.cancelTimer(timer);
            if (answer.succeeded()) {
                answered.tryComplete();
            } else {
                answered.tryFail(answer.cause());
            }
        });
        return answered.future();
    }

    /** Ends the statement that runs on the server now, if one does, by the protocol's own second connection. */
    Future<Void> cancelStatement() {
        return connection.cancelRequest();
    }

    /** Says goodbye to the server. One that does not answer is not waited for long: the socket is closed all the same. */
    void close(Vertx vertx) {
        long timer = vertx.setTimer(GOODBYE_DEADLINE.toMillis(), late -> sever());
        connection.close().onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.failed()) {
                LOG.debugf(result.cause(), "connection_close_failed");
            }
            closed.tryComplete();
        });
    }

    /** Vert.x's close waits for the server to close its side, for ever if need be, and offers no other; hence its inside. */
    private void sever() {
        Connection inside = ((SqlConnectionInternal) connection).unwrap();
        if (inside.unwrap() instanceof SocketConnectionBase socket) {
            var _ = socket.socket()
                    .channelHandlerContext()
                    .pipeline()
                    .firstContext()
                    .close();
        }
    }

    /** Completes when {@link #close} has ended the session. */
    Future<Void> closed() {
        return closed.future();
    }

    private boolean wasIdleFor(Duration time) {
        return System.nanoTime() - idleSince >= time.toNanos();
    }
}
