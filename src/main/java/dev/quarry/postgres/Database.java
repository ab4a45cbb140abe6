package dev.quarry.postgres;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The one door to a connection.
 *
 * <p>The caller's lambda is the transaction: it gets a connection on which row-level security shows the scope's rows and
 * whose statements the server ends at the deadline. A read that met a dead connection runs once more. A write that lost a
 * race (serialization failure, deadlock) was rolled back and runs again. A write whose outcome is unknown never repeats.
 *
 * <p>Errors arrive as {@link dev.quarry.failure.Failure.Busy} (a full pool, a passed deadline) or {@link
 * dev.quarry.failure.Failure.Upstream} (no database); anything else is a defect.
 */
@ApplicationScoped
public class Database {
    private static final int WRITE_ATTEMPTS = 4;
    /** The server ends a statement at the deadline; only a network that swallows its answer takes longer. */
    private static final Duration NETWORK_GRACE = Duration.ofSeconds(1);

    /** When one connection was killed, others were too; this soon the pool has noticed and dropped them. */
    private static final Duration DEAD_CONNECTIONS_NOTICED = Duration.ofMillis(50);

    private static final Duration RACE_BACK_OFF = Duration.ofMillis(10);
    private static final Duration LONGEST_RACE_BACK_OFF = Duration.ofMillis(200);

    private final Pools pools;
    private final RuntimeRole role;
    private final MeterRegistry metrics;

    Database(Pools pools, RuntimeRole role, MeterRegistry metrics) {
        this.pools = pools;
        this.role = role;
        this.metrics = metrics;
    }

    /** A read-only transaction of a request. */
    public <T> Uni<T> read(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return read(pools.main(), scope, deadline, work);
    }

    /** A read-write transaction of a request, read committed. */
    public <T> Uni<T> write(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return write(pools.main(), scope, deadline, work);
    }

    /** As {@link #read}, on the connections set aside for the pipeline. */
    public <T> Uni<T> workerRead(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return read(pools.worker(), scope, deadline, work);
    }

    /** As {@link #write}, on the connections set aside for the pipeline. */
    public <T> Uni<T> workerWrite(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return write(pools.worker(), scope, deadline, work);
    }

    private <T> Uni<T> read(
            ConnectionPool pool, RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        Transaction transaction = new Transaction(Transaction.Kind.READ, scope, role, deadline);
        Uni<T> attempt = attempt(pool, transaction, work);
        return measured(
                pool,
                transaction,
                attempt.onFailure(SqlState::lostItsConnection)
                        .retry()
                        .withBackOff(DEAD_CONNECTIONS_NOTICED)
                        .withJitter(0)
                        .atMost(1));
    }

    private <T> Uni<T> write(
            ConnectionPool pool, RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        Transaction transaction = new Transaction(Transaction.Kind.WRITE, scope, role, deadline);
        Predicate<Throwable> lostARace = SqlState::wasRolledBackByARace;
        return measured(
                pool,
                transaction,
                attempt(pool, transaction, work)
                        .onFailure(lostARace)
                        .retry()
                        .withBackOff(RACE_BACK_OFF, LONGEST_RACE_BACK_OFF)
                        .withJitter(0.5)
                        .atMost(WRITE_ATTEMPTS - 1));
    }

    /**
     * One attempt on one connection.
     *
     * <p>It is detached from its caller on purpose: a caller that stops listening (a passed deadline, a closed request)
     * must not cut the chain between the statement and the connection's return to the pool. The server's own timeout
     * bounds how long a forgotten statement goes on; the attempt then notices, and neither begins another transaction nor
     * commits this one.
     */
    private static <T> Uni<T> attempt(
            ConnectionPool pool, Transaction transaction, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().emitter(caller -> {
            AtomicBoolean abandoned = new AtomicBoolean();
            UniEmitter<? super T> listening = caller.onTermination(() -> abandoned.set(true));
            var _ = pool.client()
                    .getConnection()
                    .onFailure()
                    .transform(error -> SqlState.acquireFailure(error, pool.name()))
                    .flatMap(connection -> transaction.run(connection, work, abandoned::get))
                    .subscribe()
                    .with(listening::complete, listening::fail);
        });
    }

    private <T> Uni<T> measured(ConnectionPool pool, Transaction transaction, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start(metrics);
            return work.ifNoItem()
                    .after(transaction
                            .deadline()
                            .plus(pool.settings().acquireTimeout())
                            .plus(NETWORK_GRACE))
                    .failWith(transaction::tooLate)
                    .onFailure()
                    .transform(SqlState::statementFailure)
                    .onItemOrFailure()
                    .invoke((item, error) -> sample.stop(timer(pool, transaction, error == null ? "ok" : "failed")));
        });
    }

    private Timer timer(ConnectionPool pool, Transaction transaction, String outcome) {
        return Timer.builder("quarry.database.transaction")
                .description("Time from asking for a connection to the end of the transaction")
                .tag("pool", pool.name())
                .tag("kind", transaction.kind().label())
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(metrics);
    }
}
