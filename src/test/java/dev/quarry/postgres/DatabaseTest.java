package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.failure.Failure;
import dev.quarry.testing.Pooler;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class DatabaseTest {
    private static final RowScope SCOPE = RowScope.ofTenant(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String BUSY_BACKENDS =
            "select count(*) from pg_stat_activity where application_name like 'quarry:%:main' and state <> 'idle'";

    @Inject
    Database database;

    @Inject
    Rows rows;

    @Test
    void a_statement_is_ended_at_its_deadline_on_the_server_too() {
        long began = System.nanoTime();

        assertThatThrownBy(() -> read(Duration.ofMillis(200), "select pg_sleep(30)"))
                .isInstanceOf(Failure.Busy.class)
                .hasMessageContaining("deadline");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        await().untilAsserted(() -> assertThat(rows.number(BUSY_BACKENDS)).isZero());
    }

    @Test
    void a_caller_that_stops_listening_leaks_no_connection() {
        for (int i = 0; i < 40; i++) {
            database.read(SCOPE, Duration.ofMillis(500), connection -> run(connection, "select pg_sleep(0.3)"))
                    .subscribe()
                    .with(done -> {}, failed -> {})
                    .cancel();
        }

        List<Integer> answers =
                IntStream.range(0, 10).mapToObj(i -> read(PATIENCE, "select 1")).toList();

        assertThat(answers).hasSize(10).containsOnly(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.number(BUSY_BACKENDS)).isZero());
    }

    @Test
    void beyond_the_pool_and_its_queue_callers_are_told_to_come_back() {
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        int callers = 300;
        for (int i = 0; i < callers; i++) {
            var _ = database.read(SCOPE, PATIENCE, connection -> run(connection, "select pg_sleep(0.05)"))
                    .subscribe()
                    .with(done -> answered.incrementAndGet(), refused::add);
        }

        await().atMost(PATIENCE).until(() -> answered.get() + refused.size() == callers);
        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(error ->
                        assertThat(error).isInstanceOf(Failure.Busy.class).hasMessageContaining("'main' is full"));
        assertThat(answered.get()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void a_write_whose_caller_is_gone_is_not_committed() {
        rows.execute("create table if not exists abandoned (n int)");
        rows.execute("grant all on abandoned to public");
        database.write(
                        SCOPE,
                        PATIENCE,
                        connection -> run(connection, "insert into abandoned values (1) returning n")
                                .chain(() -> run(connection, "select pg_sleep(0.3)")))
                .subscribe()
                .with(done -> {}, failed -> {})
                .cancel();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.number(BUSY_BACKENDS)).isZero());
        assertThat(rows.number("select count(*) from abandoned")).isZero();
    }

    @Test
    void the_statement_of_a_caller_that_is_gone_is_ended_on_the_server() {
        assumeThat(Pooler.isInBetween())
                .as("no request to cancel goes through a pooler: there the deadline ends the statement, as"
                        + " TransactionPoolerTest shows")
                .isFalse();
        var caller = database.read(SCOPE, PATIENCE, connection -> run(connection, "select pg_sleep(60)"))
                .subscribe()
                .with(done -> {}, failed -> {});
        await().until(() -> rows.number(BUSY_BACKENDS) == 1);

        caller.cancel();

        await().atMost(Duration.ofSeconds(2)).until(() -> rows.number(BUSY_BACKENDS) == 0);
    }

    @Test
    void a_connection_whose_statement_was_cancelled_serves_the_next_caller_unharmed() {
        for (int i = 0; i < 100; i++) {
            var caller = database.read(SCOPE, PATIENCE, connection -> run(connection, "select pg_sleep(0.03)"))
                    .subscribe()
                    .with(done -> {}, failed -> {});
            // Around the moment at which the statement ends by itself, so that some cancellations come too late.
            await().pollDelay(Duration.ofMillis(10 + i % 30)).until(() -> true);
            caller.cancel();
            assertThat(read(PATIENCE, "select pg_sleep(0.02)")).isEqualTo(1);
        }
    }

    @Test
    void the_statements_of_a_snapshot_see_one_moment() {
        rows.execute("create table if not exists moments (n int)");
        rows.execute("grant all on moments to public");
        Function<SqlConnection, Uni<List<Long>>> countTwice = connection -> count(connection)
                .call(() -> Uni.createFrom()
                        .item(() -> insertElsewhere())
                        .runSubscriptionOn(Infrastructure.getDefaultExecutor()))
                .flatMap(first -> count(connection).map(second -> List.of(first, second)));

        assertThat(database.snapshot(SCOPE, PATIENCE, countTwice).await().atMost(PATIENCE))
                .containsExactly(0L, 0L);
        assertThat(database.read(SCOPE, PATIENCE, countTwice).await().atMost(PATIENCE))
                .containsExactly(1L, 2L);
    }

    private int insertElsewhere() {
        rows.execute("insert into moments values (1)");
        return 1;
    }

    private static Uni<Long> count(SqlConnection connection) {
        return connection
                .query("select count(*) from moments")
                .execute()
                .map(found -> found.iterator().next().getLong(0));
    }

    @Test
    void a_failed_transaction_leaves_nothing_on_its_connection() {
        assertThatThrownBy(() -> database.write(SCOPE, PATIENCE, connection -> run(connection, "select 1/0"))
                        .await()
                        .atMost(PATIENCE))
                .hasMessageContaining("division by zero");

        IntStream.range(0, 30)
                .forEach(i -> assertThat(readText("select current_setting('quarry.tenant_id')"))
                        .isEqualTo("1"));
    }

    @Test
    void a_read_only_transaction_cannot_write() {
        assertThatThrownBy(() -> read(PATIENCE, "delete from documents")).hasMessageContaining("read-only");
    }

    @Test
    void two_writes_that_deadlock_both_succeed() throws Exception {
        rows.execute("create table if not exists race (id int primary key, n int)");
        rows.execute("grant all on race to public");
        rows.execute("insert into race values (1, 0), (2, 0) on conflict (id) do update set n = 0");
        MeetingPoint bothHoldOne = new MeetingPoint();
        AtomicInteger attempts = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> up = threads.submit(() -> swap(1, 2, bothHoldOne, attempts));
            Future<Integer> down = threads.submit(() -> swap(2, 1, bothHoldOne, attempts));
            up.get();
            down.get();
        }

        assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
        assertThat(rows.number("select sum(n) from race")).isEqualTo(4);
    }

    @Test
    void a_read_whose_connection_was_killed_is_answered_all_the_same() {
        for (int i = 0; i < 20; i++) {
            rows.number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where application_name like 'quarry:%:main' and datname = current_database()");

            assertThat(read(PATIENCE, "select 1")).isEqualTo(1);
        }
    }

    private Integer swap(int first, int second, MeetingPoint bothHoldOne, AtomicInteger attempts) {
        return database.write(SCOPE, PATIENCE, connection -> {
                    boolean wait = attempts.incrementAndGet() <= 2;
                    return run(connection, "update race set n = n + 1 where id = " + first + " returning n")
                            .call(() -> wait
                                    ? bothHoldOne.arrive()
                                    : Uni.createFrom().voidItem())
                            .chain(() ->
                                    run(connection, "update race set n = n + 1 where id = " + second + " returning n"));
                })
                .await()
                .atMost(PATIENCE);
    }

    /** Where two wait for each other without holding up an event loop. */
    private static final class MeetingPoint {
        private final AtomicInteger arrived = new AtomicInteger();
        private final CompletableFuture<Void> both = new CompletableFuture<>();

        Uni<Void> arrive() {
            if (arrived.incrementAndGet() == 2) {
                both.complete(null);
            }
            return Uni.createFrom().completionStage(both);
        }
    }

    private int read(Duration deadline, String sql) {
        return database.read(SCOPE, deadline, connection -> run(connection, sql))
                .await()
                .atMost(PATIENCE);
    }

    private String readText(String sql) {
        return database.read(
                        SCOPE,
                        PATIENCE,
                        connection -> connection
                                .query(sql)
                                .execute()
                                .map(found -> found.iterator().next().getString(0)))
                .await()
                .atMost(PATIENCE);
    }

    /** Runs a statement and gives the number of its rows. */
    private static Uni<Integer> run(SqlConnection connection, String sql) {
        return connection.query(sql).execute().map(io.vertx.mutiny.sqlclient.RowSet::size);
    }
}
