package dev.quarry.postgres.pool;

import dev.quarry.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A pool of connections: the one class that holds the hard concurrency.
 *
 * <pre>
 *                 open                 lend                     release
 *   (server) ───────────► idle ◄───────────────► in use ──────────────────► idle, or the next who waits
 *                          │  └──► being pinged ──┘  │
 *                          └───────── retire ◄───────┘   too old, too much used, too many, broken, lost
 * </pre>
 *
 * <p><b>How it is kept right.</b> All state is guarded by this object's monitor, which is held for a few instructions and
 * never while anything is waited for: what has to be done outside (open, ping, close, complete a promise) is collected as
 * {@link Aftermath} and done after the monitor is left. Every change of state ends in {@link #dispatch}, which gives
 * waiters what there is and fetches what is missing, so that no release, loss or failed opening can leave a waiter
 * forgotten. Whoever removes an {@link Acquisition} from {@link #waiters} answers it, and nobody else: release, timeout and
 * giving up may race for it.
 *
 * <p>A connection is not opened for one waiter: who waits longest gets whatever comes free first.
 */
public final class ConnectionPool {
    private static final Logger LOG = Logger.getLogger(ConnectionPool.class);
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final Duration MAINTENANCE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** Vert.x counts its timers from 0. */
    private static final long NO_TIMER = -1;

    private final String name;
    private final Vertx vertx;
    private final Connector connector;
    private final PoolLimits limits;
    private final PoolMetrics metrics;

    /** Most recently used first: those at the other end grow old and are closed. */
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    /** All that are open: idle, being pinged, in use. */
    private final Set<PooledConnection> open = new HashSet<>();

    private final Set<Acquisition> waiters = new LinkedHashSet<>();
    private int opening;
    private int pinging;
    private boolean reachable = true;
    private boolean closed;
    private long maintenance = NO_TIMER;
    private long lastMove = System.nanoTime();

    /** The pool opens nothing before {@link #keepWarm}, or the first acquisition. */
    public ConnectionPool(String name, Vertx vertx, Connector connector, PoolLimits limits, PoolMetrics metrics) {
        this.name = name;
        this.vertx = vertx;
        this.connector = connector;
        this.limits = limits;
        this.metrics = metrics;
        metrics.watch(this::snapshot);
    }

    public String name() {
        return name;
    }

    public PoolLimits limits() {
        return limits;
    }

    /** Opens the minimum, and from now on keeps it, closes what is idle or old, and finds the server again when it was away. */
    public void keepWarm() {
        maintain();
        maintenance = vertx.setPeriodic(MAINTENANCE_INTERVAL.toMillis(), timer -> maintain());
    }

    /**
     * Asks for a connection.
     *
     * @return what is answered with a lease; or fails with {@link Failure.Busy} when the queue is full or the acquire
     *     timeout passes, or with the error that opening met
     */
    public Acquisition acquire() {
        Acquisition acquisition = new Acquisition(this);
        Aftermath aftermath = new Aftermath();
        synchronized (this) {
            if (closed) {
                aftermath.add(() -> acquisition.refuse(shutDown()));
            } else if (isFull() && idle.isEmpty() && waiters.size() >= limits.maxWaiters()) {
                String state = inUse() + " connections in use, " + waiters.size() + " requests waiting";
                metrics.refused();
                aftermath.add(() -> acquisition.refuse(busy("is full: " + state)));
            } else {
                waiters.add(acquisition);
                dispatch(aftermath);
                if (waiters.contains(acquisition)) {
                    aftermath.add(() -> acquisition.expireAfter(vertx, limits.acquireTimeout()));
                }
            }
        }
        aftermath.perform();
        return acquisition;
    }

    public synchronized PoolSnapshot snapshot() {
        return metrics.snapshot(limits, open.size(), inUse(), idle.size(), opening, waiters.size());
    }

    /** How long ago a connection was last lent or given back, or the pool was made. */
    public synchronized Duration sinceLastMove() {
        return Duration.ofNanos(System.nanoTime() - lastMove);
    }

    /** Refuses whoever waits, closes what is idle at once and the rest when it is given back. */
    public Future<Void> close() {
        Aftermath aftermath = new Aftermath();
        List<Future<Void>> closing = new ArrayList<>();
        List<Future<Void>> all;
        synchronized (this) {
            closed = true;
            vertx.cancelTimer(maintenance);
            waiters.forEach(waiter -> aftermath.add(() -> waiter.refuse(shutDown())));
            waiters.clear();
            all = open.stream().map(PooledConnection::closed).toList();
            for (PooledConnection connection : List.copyOf(idle)) {
                closing.add(connection.closed());
                retire(connection, Retirement.SHUTDOWN, aftermath);
            }
        }
        aftermath.perform();
        // Closing the connector cuts off what is still open: not before the last one was given back.
        Future<Void> ended = Future.join(all).otherwiseEmpty().compose(done -> connector.close());
        return all.size() == closing.size()
                ? ended
                : Future.join(closing).otherwiseEmpty().mapEmpty();
    }

    // --- what a lease calls

    /** Takes a connection back. One that was lost meanwhile is known to be, and nothing happens. */
    void release(PooledConnection connection) {
        change(aftermath -> {
            if (!open.contains(connection)) {
                return;
            }
            connection.wasUsed();
            lastMove = System.nanoTime();
            Retirement due = closed ? Retirement.SHUTDOWN : connection.retirementDue(limits);
            if (due != null) {
                retire(connection, due, aftermath);
            } else {
                keep(connection);
            }
        });
    }

    /** Ends a connection that must not be lent again. */
    void discard(PooledConnection connection) {
        change(aftermath -> retire(connection, Retirement.DISCARDED, aftermath));
    }

    // --- what an acquisition calls

    /** The caller has gone: its place in the queue goes to the next. Served already, it must release. */
    void giveUp(Acquisition waiter) {
        if (remove(waiter)) {
            waiter.refuse(busy("was asked by a caller that did not wait"));
        }
    }

    void expire(Acquisition waiter) {
        if (remove(waiter)) {
            metrics.timedOut();
            waiter.refuse(busy(
                    "had no connection free within " + limits.acquireTimeout().toMillis() + " ms"));
        }
    }

    private synchronized boolean remove(Acquisition waiter) {
        return waiters.remove(waiter);
    }

    // --- under the monitor

    /** Gives waiters what there is, and fetches what is missing. */
    private void dispatch(Aftermath aftermath) {
        while (!waiters.isEmpty() && !idle.isEmpty() && !idle.getFirst().needsPing(limits)) {
            lend(idle.removeFirst(), aftermath);
        }
        while (waiters.size() > opening + pinging) {
            if (!idle.isEmpty()) {
                PooledConnection quiet = idle.removeFirst();
                pinging++;
                aftermath.add(() -> ping(quiet));
            } else if (!isFull()) {
                opening++;
                aftermath.add(this::open);
            } else {
                break;
            }
        }
    }

    /** One that just gave a sign of life. To a waiter at once: laid down first, it might seem to have been quiet too long. */
    private void lendOrKeep(PooledConnection connection, Aftermath aftermath) {
        if (waiters.isEmpty()) {
            keep(connection);
        } else {
            lend(connection, aftermath);
        }
    }

    private void keep(PooledConnection connection) {
        connection.becomesIdle();
        idle.addFirst(connection);
    }

    private void lend(PooledConnection connection, Aftermath aftermath) {
        Acquisition longest = waiters.iterator().next();
        waiters.remove(longest);
        metrics.acquired(longest.waited());
        lastMove = System.nanoTime();
        aftermath.add(() -> longest.serve(new Lease(this, connection)));
    }

    /** Forgets a connection and closes it afterwards: the server may see its successor before it sees it go. */
    private void retire(PooledConnection connection, Retirement why, Aftermath aftermath) {
        if (open.remove(connection)) {
            idle.remove(connection);
            metrics.closed(why);
            aftermath.add(() -> connection.close(vertx));
        }
    }

    /** How many of the waiters an opening that failed leaves without hope; the others have their acquire timeout. */
    private int hopeless(Throwable error) {
        int withoutOpening = Math.max(0, waiters.size() - opening - pinging);
        if (open.isEmpty()) {
            return withoutOpening;
        }
        // Those who have a connection will give it back; a server that is full may let somebody go.
        return isServerFull(error) ? 0 : Math.min(withoutOpening, 1);
    }

    private boolean isFull() {
        return open.size() + opening >= limits.capacity();
    }

    private int inUse() {
        // One that is lost while it is pinged is counted off twice for a moment.
        return Math.max(0, open.size() - idle.size() - pinging);
    }

    // --- outside the monitor

    private void open() {
        long began = System.nanoTime();
        connector.connect().onComplete(result -> {
            // On the connection's own event loop: it cannot close before its close handler stands.
            if (result.succeeded()) {
                opened(result.result(), Duration.ofNanos(System.nanoTime() - began));
            } else {
                openFailed(result.cause());
            }
        });
    }

    private void opened(PgConnection fresh, Duration took) {
        PooledConnection connection = new PooledConnection(fresh, limits);
        // What an idle connection is told, such as that an administrator ends it, is followed by its end: that is
        // handled.
        fresh.exceptionHandler(error -> LOG.debugf(error, "connection_error pool=%s", name));
        fresh.closeHandler(gone -> change(aftermath -> retire(connection, Retirement.LOST, aftermath)));
        metrics.opened(took);
        change(aftermath -> {
            opening--;
            open.add(connection);
            if (!reachable) {
                reachable = true;
                LOG.infof("pool_reconnected pool=%s", name);
            }
            if (closed) {
                retire(connection, Retirement.SHUTDOWN, aftermath);
            } else {
                lendOrKeep(connection, aftermath);
            }
        });
    }

    /** Without dispatching: that would open again at once, and fail again. The next attempt is maintenance's, or a caller's. */
    private void openFailed(Throwable error) {
        metrics.openFailed();
        Aftermath aftermath = new Aftermath();
        synchronized (this) {
            opening--;
            if (reachable) {
                reachable = false;
                LOG.warnf("pool_cannot_connect pool=%s error=%s", name, error.getMessage());
            }
            waiters.stream().limit(hopeless(error)).toList().forEach(waiter -> {
                waiters.remove(waiter);
                aftermath.add(() -> waiter.refuse(error));
            });
        }
        aftermath.perform();
    }

    private void ping(PooledConnection connection) {
        connection
                .ping(vertx, limits.connectTimeout())
                .onComplete(answer -> change(aftermath -> {
                    pinging--;
                    if (!open.contains(connection)) {
                        return;
                    }
                    if (closed) {
                        retire(connection, Retirement.SHUTDOWN, aftermath);
                        return;
                    }
                    if (answer.succeeded()) {
                        lendOrKeep(connection, aftermath);
                        return;
                    }
                    metrics.pingFailed();
                    retire(connection, Retirement.PING_FAILED, aftermath);
                    // What killed it, a firewall or a server's restart, spared none that was quiet as long.
                    idle.stream()
                            .filter(other -> other.needsPing(limits))
                            .toList()
                            .forEach(other -> retire(other, Retirement.PING_FAILED, aftermath));
                }));
    }

    private void maintain() {
        change(aftermath -> {
            for (PooledConnection connection : List.copyOf(idle).reversed()) {
                Retirement due = connection.retirementDue(limits, open.size());
                if (due != null) {
                    retire(connection, due, aftermath);
                }
            }
            // While the server is away one attempt a second finds out when it is back.
            int wanted = reachable ? limits.minSize() : Math.min(limits.minSize(), open.size() + 1);
            while (!closed && open.size() + opening < wanted) {
                opening++;
                aftermath.add(this::open);
            }
        });
    }

    /** One step: a change of state under the monitor, what follows from it for the waiters, and then what it caused outside. */
    private void change(Consumer<Aftermath> step) {
        Aftermath aftermath = new Aftermath();
        synchronized (this) {
            step.accept(aftermath);
            dispatch(aftermath);
        }
        aftermath.perform();
    }

    private static boolean isServerFull(Throwable error) {
        return error instanceof PgException pg && TOO_MANY_CONNECTIONS.equals(pg.getSqlState());
    }

    private Failure busy(String why) {
        return new Failure.Busy("the connection pool '" + name + "' " + why, RETRY_AFTER, null);
    }

    private Failure shutDown() {
        return busy("is closed: the service is stopping");
    }
}
