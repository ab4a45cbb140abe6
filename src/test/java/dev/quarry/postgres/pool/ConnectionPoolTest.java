package dev.quarry.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.url.DatabaseUrl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pool against a real server, one behaviour a test. */
class ConnectionPoolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final String APPLICATION = "pool-test";

    private static final Limits USUAL = new Limits(0, 3, 2, 10, Duration.ofSeconds(5), NEVER, NEVER, 1000, NEVER);

    @TempDir
    static Path folder;

    private static EmbeddedServer server;
    private static Vertx vertx;

    private final List<ConnectionPool> pools = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = EmbeddedServer.start(folder);
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopServer() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @AfterEach
    void closePools() {
        pools.forEach(
                pool -> pool.close().toCompletionStage().toCompletableFuture().join());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sessions()).isEmpty());
    }

    @Test
    void nothing_is_opened_before_it_is_wanted() {
        ConnectionPool pool = pool(USUAL);

        assertThat(pool.snapshot().size()).isZero();
        assertThat(sessions()).isEmpty();
    }

    @Test
    void the_first_connection_is_there_within_two_seconds() {
        long began = System.nanoTime();

        Lease lease = lease(pool(USUAL));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        lease.release();
    }

    @Test
    void the_minimum_is_kept_warm_whoever_kills_it() {
        ConnectionPool pool = pool(USUAL.minSize(3));
        pool.keepWarm();
        await().atMost(PATIENCE).until(() -> pool.snapshot().idle() == 3);
        List<Integer> first = sessions();

        first.forEach(ConnectionPoolTest::terminate);

        await().atMost(PATIENCE)
                .until(() -> pool.snapshot().idle() == 3 && sessions().size() == 3);
        assertThat(sessions()).doesNotContainAnyElementsOf(first);
        assertThat(pool.snapshot().closed()).isEqualTo(3);
    }

    @Test
    void a_connection_that_was_given_back_is_lent_again() {
        ConnectionPool pool = pool(USUAL);
        Lease lease = lease(pool);
        int session = session(lease);
        lease.release();

        Lease next = lease(pool);

        assertThat(session(next)).isEqualTo(session);
        next.release();
        assertThat(pool.snapshot().opened()).isEqualTo(1);
    }

    @Test
    void overflow_comes_under_load_and_goes_when_it_is_over() {
        ConnectionPool pool = pool(USUAL);
        pool.keepWarm();
        List<Lease> leases = IntStream.range(0, 5).mapToObj(i -> lease(pool)).toList();
        assertThat(sessions()).hasSize(5);

        leases.forEach(Lease::release);

        assertThat(pool.snapshot().size()).isEqualTo(5);
        await().atMost(PATIENCE)
                .until(() -> pool.snapshot().size() == 3 && sessions().size() == 3);
    }

    @Test
    void beyond_capacity_a_caller_waits_for_what_is_given_back_in_the_order_of_asking() {
        ConnectionPool pool = pool(USUAL.size(1, 0));
        Lease only = lease(pool);
        List<String> served = new ArrayList<>();
        Acquisition first = pool.acquire();
        Acquisition second = pool.acquire();
        first.lease().onSuccess(lease -> served.add("first"));
        second.lease().onSuccess(lease -> served.add("second"));
        assertThat(pool.snapshot().waiting()).isEqualTo(2);

        only.release();
        answer(first).release();
        answer(second).release();

        assertThat(served).containsExactly("first", "second");
        assertThat(pool.snapshot().opened()).isEqualTo(1);
    }

    @Test
    void a_full_queue_refuses_at_once() {
        ConnectionPool pool = pool(USUAL.size(1, 0).maxWaiters(2));
        Lease only = lease(pool);
        Acquisition first = pool.acquire();
        Acquisition second = pool.acquire();

        assertThatThrownBy(() -> lease(pool))
                .isInstanceOf(Failure.Busy.class)
                .hasMessageContaining("is full: 1 connections in use, 2 requests waiting");

        only.release();
        answer(first).release();
        answer(second).release();
        assertThat(pool.snapshot().refused()).isEqualTo(1);
    }

    @Test
    void without_a_queue_a_free_connection_is_lent_all_the_same() {
        ConnectionPool pool = pool(USUAL.size(1, 0).maxWaiters(0));
        lease(pool).release();

        Lease only = lease(pool);

        assertThatThrownBy(() -> lease(pool)).isInstanceOf(Failure.Busy.class);
        only.release();
    }

    @Test
    void waiting_ends_at_the_acquire_timeout() {
        ConnectionPool pool = pool(USUAL.size(1, 0).acquireTimeout(Duration.ofMillis(200)));
        Lease only = lease(pool);
        long began = System.nanoTime();

        assertThatThrownBy(() -> lease(pool))
                .isInstanceOf(Failure.Busy.class)
                .hasMessageContaining("no connection free within 200 ms");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(190), Duration.ofSeconds(2));
        only.release();
        assertThat(pool.snapshot().waiting()).isZero();
        assertThat(pool.snapshot().timeouts()).isEqualTo(1);
        lease(pool).release();
    }

    @Test
    void a_caller_that_gives_up_frees_its_place_in_the_queue() {
        ConnectionPool pool = pool(USUAL.size(1, 0).maxWaiters(1));
        Lease only = lease(pool);
        Acquisition gone = pool.acquire();

        gone.giveUp();
        Acquisition next = pool.acquire();
        only.release();

        answer(next).release();
        assertThat(gone.lease().failed()).isTrue();
    }

    @Test
    void a_connection_that_was_idle_too_long_is_closed_down_to_the_minimum() {
        ConnectionPool pool = pool(USUAL.minSize(1).idleLifetime(Duration.ofMillis(300)));
        pool.keepWarm();
        Stream.of(lease(pool), lease(pool), lease(pool)).toList().forEach(Lease::release);
        assertThat(pool.snapshot().idle()).isEqualTo(3);

        await().atMost(PATIENCE)
                .until(() -> pool.snapshot().idle() == 1 && sessions().size() == 1);
    }

    @Test
    void an_old_connection_is_replaced() {
        ConnectionPool pool = pool(USUAL.minSize(1).recycle(Duration.ofMillis(500)));
        pool.keepWarm();
        Lease lease = lease(pool);
        int old = session(lease);
        lease.release();

        await().atMost(PATIENCE)
                .until(() -> sessions().size() == 1 && !sessions().contains(old));
        assertThat(pool.snapshot().recycled()).isPositive();
    }

    @Test
    void a_connection_is_replaced_after_its_number_of_uses() {
        ConnectionPool pool = pool(USUAL.maxQueries(3));

        List<Integer> used = IntStream.range(0, 6).mapToObj(i -> useOnce(pool)).toList();

        assertThat(used.subList(0, 3)).containsOnly(used.getFirst());
        assertThat(used.subList(3, 6)).containsOnly(used.getLast()).doesNotContain(used.getFirst());
    }

    @Test
    void without_pooling_every_request_has_a_connection_of_its_own() {
        ConnectionPool pool = pool(USUAL.size(2, 0), PoolLimits::withoutPooling);

        List<Integer> used = IntStream.range(0, 4).mapToObj(i -> useOnce(pool)).toList();

        assertThat(used).doesNotHaveDuplicates();
        await().atMost(PATIENCE).until(() -> sessions().isEmpty());
    }

    @Test
    void a_connection_that_died_in_silence_is_found_out_before_it_is_lent() throws Exception {
        ConnectionPool pool = pool(USUAL.prePingAfter(Duration.ZERO));
        Lease lease = lease(pool);
        int silent = session(lease);
        lease.release();
        signal(silent, "STOP");
        try {
            int answered = useOnce(pool);

            assertThat(answered).isNotEqualTo(silent);
            assertThat(pool.snapshot().pingsFailed()).isEqualTo(1);
        } finally {
            signal(silent, "CONT");
        }
    }

    @Test
    void a_warm_connection_that_died_in_silence_before_its_first_use_is_found_out_too() throws Exception {
        ConnectionPool pool = pool(USUAL.minSize(1).prePingAfter(Duration.ZERO));
        pool.keepWarm();
        await().atMost(PATIENCE).until(() -> pool.snapshot().idle() == 1);
        int silent = sessions().getFirst();
        signal(silent, "STOP");
        try {
            int answered = useOnce(pool);

            assertThat(answered).isNotEqualTo(silent);
            assertThat(pool.snapshot().pingsFailed()).isEqualTo(1);
        } finally {
            signal(silent, "CONT");
        }
    }

    @Test
    void a_connection_that_gives_a_sign_of_life_is_lent() {
        ConnectionPool pool = pool(USUAL.prePingAfter(Duration.ZERO));

        List<Integer> used = IntStream.range(0, 5).mapToObj(i -> useOnce(pool)).toList();

        assertThat(used).containsOnly(used.getFirst());
        assertThat(pool.snapshot().pingsFailed()).isZero();
    }

    @Test
    void a_discarded_connection_ends_on_the_server() {
        ConnectionPool pool = pool(USUAL);
        Lease lease = lease(pool);

        lease.discard();
        lease.release();

        assertThat(pool.snapshot().size()).isZero();
        await().atMost(PATIENCE).until(() -> sessions().isEmpty());
    }

    @Test
    void a_lease_ended_twice_gives_the_connection_to_one_caller_only() {
        ConnectionPool pool = pool(USUAL.size(1, 0));
        Lease lease = lease(pool);
        lease.release();
        lease.release();

        assertThat(pool.snapshot().idle()).isEqualTo(1);
    }

    @Test
    void a_connection_lost_in_use_makes_room_for_whoever_waits() {
        ConnectionPool pool = pool(USUAL.size(1, 0));
        Lease doomed = lease(pool);
        Acquisition waiting = pool.acquire();

        terminate(session(doomed));

        answer(waiting).release();
        doomed.release();
        assertThat(pool.snapshot().size()).isEqualTo(1);
    }

    @Test
    void who_waits_for_an_unreachable_server_is_told_why_at_once() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        DatabaseUrl nowhere = DatabaseUrl.parse("postgresql://u@127.0.0.1:" + port + "/db");
        ConnectionPool pool = pool(nowhere, USUAL.limits());

        List<Acquisition> all =
                IntStream.range(0, 10).mapToObj(i -> pool.acquire()).toList();

        assertThat(all)
                .allSatisfy(acquisition ->
                        assertThatThrownBy(() -> answer(acquisition)).hasMessageContaining("refused"));
        assertThat(pool.snapshot().waiting()).isZero();
        assertThat(pool.snapshot().opening()).isZero();
    }

    @Test
    void a_pool_that_was_quiet_does_not_seem_to_stand_still_once_it_is_used() {
        ConnectionPool pool = pool(USUAL.size(1, 0));
        Duration quiet = Duration.ofMillis(500);
        await().atMost(PATIENCE).until(() -> pool.sinceLastMove().compareTo(quiet) > 0);

        Lease only = lease(pool);

        assertThat(pool.sinceLastMove()).isLessThan(quiet);
        only.release();
    }

    @Test
    void closing_a_pool_that_was_never_warm_leaves_the_timers_of_others_alone() throws Exception {
        Vertx fresh = Vertx.vertx();
        try {
            CompletableFuture<Void> rang = new CompletableFuture<>();
            fresh.setTimer(500, timer -> rang.complete(null));
            Connector connector = new Connector(
                    fresh, server.url(), new Connector.Settings(APPLICATION, Map.of(), false, Duration.ofSeconds(2)));
            ConnectionPool pool = new ConnectionPool(
                    "test", fresh, connector, USUAL.limits(), new PoolMetrics(new SimpleMeterRegistry(), "test"));

            pool.close().toCompletionStage().toCompletableFuture().join();

            rang.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            fresh.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void a_closed_pool_refuses_and_ends_what_is_given_back() {
        ConnectionPool pool = pool(USUAL);
        Lease late = lease(pool);
        lease(pool).release();

        pool.close().toCompletionStage().toCompletableFuture().join();
        assertThat(session(late)).isPositive();
        late.release();

        assertThatThrownBy(() -> lease(pool)).hasMessageContaining("the service is stopping");
        await().atMost(PATIENCE).until(() -> sessions().isEmpty());
    }

    @Test
    void a_server_that_does_not_say_goodbye_is_not_waited_for() throws Exception {
        ConnectionPool pool = pool(USUAL);
        Lease lease = lease(pool);
        int silent = session(lease);
        lease.release();
        signal(silent, "STOP");
        try {
            long began = System.nanoTime();

            pool.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        } finally {
            signal(silent, "CONT");
        }
    }

    @Test
    void many_threads_borrow_and_return_and_nothing_is_lost() throws Exception {
        ConnectionPool pool = pool(USUAL.maxWaiters(1000).acquireTimeout(Duration.ofSeconds(30)));
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                int caller = i;
                callers.add(threads.submit(() -> {
                    for (int turn = 0; turn < 50; turn++) {
                        borrowInOneWayOrAnother(pool, caller + turn);
                    }
                }));
            }
        }
        for (Future<?> caller : callers) {
            caller.get();
        }

        await().atMost(PATIENCE).until(() -> pool.snapshot().inUse() == 0);
        PoolSnapshot after = pool.snapshot();
        assertThat(after.waiting()).isZero();
        assertThat(after.opening()).isZero();
        assertThat(after.size()).isBetween(0, 5);
        await().atMost(PATIENCE).until(() -> sessions().size() == after.size());
    }

    private static void borrowInOneWayOrAnother(ConnectionPool pool, int way) {
        Acquisition acquisition = pool.acquire();
        if (way % 7 == 0) {
            acquisition.giveUp();
        }
        try {
            Lease lease = answer(acquisition);
            if (way % 50 == 0) {
                lease.discard();
            } else {
                assertThat(session(lease)).isPositive();
                lease.release();
            }
        } catch (Failure.Busy gaveUp) {
            assertThat(way % 7).isZero();
        }
    }

    private ConnectionPool pool(Limits limits) {
        return pool(server.url(), limits.limits());
    }

    private ConnectionPool pool(Limits limits, UnaryOperator<PoolLimits> changed) {
        return pool(server.url(), changed.apply(limits.limits()));
    }

    private ConnectionPool pool(DatabaseUrl url, PoolLimits limits) {
        Connector connector =
                new Connector(vertx, url, new Connector.Settings(APPLICATION, Map.of(), false, Duration.ofSeconds(2)));
        ConnectionPool pool = new ConnectionPool(
                "test", vertx, connector, limits, new PoolMetrics(new SimpleMeterRegistry(), "test"));
        pools.add(pool);
        return pool;
    }

    private static Lease lease(ConnectionPool pool) {
        return answer(pool.acquire());
    }

    private static Lease answer(Acquisition acquisition) {
        try {
            return acquisition.lease().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException error) {
            throw error.getCause() instanceof RuntimeException cause ? cause : error;
        }
    }

    private static int useOnce(ConnectionPool pool) {
        Lease lease = lease(pool);
        int session = session(lease);
        lease.release();
        return session;
    }

    private static int session(Lease lease) {
        return lease.connection()
                .query("select pg_backend_pid()")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger(0);
    }

    private static void signal(int process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Integer.toString(process))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void terminate(int session) {
        var _ = query("select pg_terminate_backend(" + session + ")::int");
    }

    private static List<Integer> sessions() {
        return query("select pid from pg_stat_activity where application_name = '" + APPLICATION + "'");
    }

    private static List<Integer> query(String sql) {
        DatabaseUrl url = server.url();
        List<Integer> numbers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
        return numbers;
    }

    /** Limits that differ in one point from test to test. */
    private record Limits(
            int minSize,
            int poolSize,
            int maxOverflow,
            int maxWaiters,
            Duration acquireTimeout,
            Duration idleLifetime,
            Duration recycle,
            int maxQueries,
            Duration prePingAfter) {

        PoolLimits limits() {
            return new PoolLimits(
                    minSize,
                    poolSize,
                    maxOverflow,
                    maxWaiters,
                    acquireTimeout,
                    Duration.ofSeconds(1),
                    idleLifetime,
                    recycle,
                    maxQueries,
                    prePingAfter);
        }

        Limits minSize(int value) {
            return new Limits(
                    value,
                    poolSize,
                    maxOverflow,
                    maxWaiters,
                    acquireTimeout,
                    idleLifetime,
                    recycle,
                    maxQueries,
                    prePingAfter);
        }

        Limits maxWaiters(int value) {
            return new Limits(
                    minSize,
                    poolSize,
                    maxOverflow,
                    value,
                    acquireTimeout,
                    idleLifetime,
                    recycle,
                    maxQueries,
                    prePingAfter);
        }

        Limits acquireTimeout(Duration value) {
            return new Limits(
                    minSize, poolSize, maxOverflow, maxWaiters, value, idleLifetime, recycle, maxQueries, prePingAfter);
        }

        Limits idleLifetime(Duration value) {
            return new Limits(
                    minSize,
                    poolSize,
                    maxOverflow,
                    maxWaiters,
                    acquireTimeout,
                    value,
                    recycle,
                    maxQueries,
                    prePingAfter);
        }

        Limits recycle(Duration value) {
            return new Limits(
                    minSize,
                    poolSize,
                    maxOverflow,
                    maxWaiters,
                    acquireTimeout,
                    idleLifetime,
                    value,
                    maxQueries,
                    prePingAfter);
        }

        Limits maxQueries(int value) {
            return new Limits(
                    minSize,
                    poolSize,
                    maxOverflow,
                    maxWaiters,
                    acquireTimeout,
                    idleLifetime,
                    recycle,
                    value,
                    prePingAfter);
        }

        Limits prePingAfter(Duration value) {
            return new Limits(
                    minSize,
                    poolSize,
                    maxOverflow,
                    maxWaiters,
                    acquireTimeout,
                    idleLifetime,
                    recycle,
                    maxQueries,
                    value);
        }

        Limits size(int kept, int overflow) {
            return new Limits(
                    minSize,
                    kept,
                    overflow,
                    maxWaiters,
                    acquireTimeout,
                    idleLifetime,
                    recycle,
                    maxQueries,
                    prePingAfter);
        }
    }
}
