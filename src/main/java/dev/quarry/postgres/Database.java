package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Transaction.Kind;
import dev.quarry.postgres.pool.PoolSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The one door to a connection.
 *
 * <p>The caller's lambda is the transaction: it gets a connection on which row-level security shows the scope's rows. The
 * deadline bounds everything, waiting for a connection too; when it passes, or when the caller stops listening, the
 * statement is ended on the server. A read that met a dead connection runs again, a few times. A write that lost a race
 * (serialization failure, deadlock) was rolled back and runs again. A write whose outcome is unknown never repeats.
 *
 * <p>Errors arrive as {@link Failure.Busy} (a full pool, a passed deadline) or {@link Failure.Upstream} (no database);
 * anything else is a defect.
 */
@ApplicationScoped
public class Database {
    private static final int WRITE_ATTEMPTS = 4;

    /**
     * What kills connections kills again, and a read that is repeated may meet the next round of it. Not without end: it
     * may be the read itself that kills.
     */
    private static final int READ_ATTEMPTS = 5;

    /** When one connection was killed, others were too; this soon the pool has noticed and dropped them. */
    private static final Duration DEAD_CONNECTIONS_NOTICED = Duration.ofMillis(50);

    private static final Duration RACE_BACK_OFF = Duration.ofMillis(10);
    private static final Duration LONGEST_RACE_BACK_OFF = Duration.ofMillis(200);

    /** No time at all is not a deadline. */
    private static final Duration SHORTEST_READ = Duration.ofMillis(1);

    private final Vertx vertx;
    private final Pools pools;
    private final RuntimeRole role;
    private final MeterRegistry metrics;

    Database(Vertx vertx, Pools pools, RuntimeRole role, MeterRegistry metrics) {
        this.vertx = vertx;
        this.pools = pools;
        this.role = role;
        this.metrics = metrics;
    }

    /** A read-only transaction of a request, each statement seeing what is committed when it begins. */
    public <T> Uni<T> read(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return run(pools.main(), Kind.READ, scope, deadline, work);
    }

    /** A read-only transaction of a request whose statements all see one moment: for an answer made of several. */
    public <T> Uni<T> snapshot(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return run(pools.main(), Kind.SNAPSHOT, scope, deadline, work);
    }

    /** A read-write transaction of a request, read committed. */
    public <T> Uni<T> write(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return run(pools.main(), Kind.WRITE, scope, deadline, work);
    }

    /**
     * A {@link #snapshot} that may be a moment behind: on the standby, where there is one and it can be reached. Of one moment,
     * because searches ask several statements, between which the chunks of a document may be exchanged.
     */
    public <T> Uni<T> standbyRead(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return pools.standby()
                .map(standby -> Uni.createFrom().deferred(() -> {
                    Deadline both = Deadline.in(deadline);
                    return run(standby, Kind.SNAPSHOT, scope, deadline, work)
                            .onFailure(Failure.Upstream.class)
                            .recoverWithUni(() -> snapshot(scope, longer(both.remaining(), SHORTEST_READ), work));
                }))
                .orElseGet(() -> snapshot(scope, deadline, work));
    }

    /** How many transactions {@link #standbyRead} can begin now without waiting and without opening connections in excess. */
    public int standbyRoom() {
        PoolSnapshot pool = pools.standby().orElseGet(pools::main).connections().snapshot();
        return Math.max(0, pool.poolSize() - pool.inUse() - pool.waiting());
    }

    /** As {@link #read}, on the connections set aside for the pipeline. */
    public <T> Uni<T> workerRead(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return run(pools.worker(), Kind.READ, scope, deadline, work);
    }

    /** As {@link #write}, on the connections set aside for the pipeline. */
    public <T> Uni<T> workerWrite(RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return run(pools.worker(), Kind.WRITE, scope, deadline, work);
    }

    /** A read on the pool of that name, whichever it is: to find out how it fares. */
    <T> Uni<T> readOn(DatabasePool pool, RowScope scope, Duration deadline, Function<SqlConnection, Uni<T>> work) {
        return run(pool, Kind.READ, scope, deadline, work);
    }

    private <T> Uni<T> run(
            DatabasePool pool, Kind kind, RowScope scope, Duration wanted, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Duration deadline = shorter(wanted, pool.commandTimeout());
            Transaction transaction = new Transaction(kind, scope, role, Deadline.in(deadline), pool.settings());
            AtomicInteger attempts = new AtomicInteger();
            Uni<T> attempt = Uni.createFrom().emitter(caller -> {
                if (attempts.getAndIncrement() > 0) {
                    metrics.counter("quarry.database.retries", "pool", pool.name(), "kind", kind.label())
                            .increment();
                }
                new Attempt<>(vertx, transaction, work, caller).start(pool.connections());
            });
            return backToTheCaller(measured(
                    pool.name(),
                    kind,
                    Database.<T>retries(kind, attempts)
                            .apply(attempt)
                            .ifNoItem()
                            .after(deadline)
                            .failWith(transaction::tooLate)
                            .onFailure()
                            .transform(transaction::failure)));
        });
    }

    private static <T> UnaryOperator<Uni<T>> retries(Kind kind, AtomicInteger attempts) {
        return switch (kind) {
            case READ, SNAPSHOT ->
                attempt -> attempt.onFailure(error -> isReadAgain(error, attempts.get()))
                        .retry()
                        .withBackOff(DEAD_CONNECTIONS_NOTICED, LONGEST_RACE_BACK_OFF)
                        .withJitter(0)
                        .atMost(READ_ATTEMPTS - 1);
            case WRITE ->
                attempt -> attempt.onFailure(SqlState::wasRolledBackByARace)
                        .retry()
                        .withBackOff(RACE_BACK_OFF, LONGEST_RACE_BACK_OFF)
                        .withJitter(0.5)
                        .atMost(WRITE_ATTEMPTS - 1);
        };
    }

    /** A server that cannot be reached is asked once more and no oftener: its callers are told soon, and it is left in peace. */
    private static boolean isReadAgain(Throwable error, int attempts) {
        return SqlState.mayBeReadAgain(error) && (attempts == 1 || !SqlState.isUnreachable(error));
    }

    /** A caller on an event loop goes on there, and not on the connection's. */
    private static <T> Uni<T> backToTheCaller(Uni<T> answer) {
        Context callers = Vertx.currentContext();
        return callers == null ? answer : answer.emitOn(then -> callers.runOnContext(there -> then.run()));
    }

    private <T> Uni<T> measured(String pool, Kind kind, Uni<T> transaction) {
        Timer.Sample sample = Timer.start(metrics);
        return transaction
                .onItemOrFailure()
                .invoke((item, error) -> sample.stop(timer(pool, kind, error == null ? "ok" : "failed")))
                .onCancellation()
                .invoke(() -> sample.stop(timer(pool, kind, "abandoned")));
    }

    private Timer timer(String pool, Kind kind, String outcome) {
        return Timer.builder("quarry.database.transaction")
                .description("Time from asking for a connection to the end of the transaction")
                .tag("pool", pool)
                .tag("kind", kind.label())
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(metrics);
    }

    private static Duration shorter(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }

    private static Duration longer(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }
}
