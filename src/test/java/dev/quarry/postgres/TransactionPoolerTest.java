package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quarry.failure.Failure;
import dev.quarry.testing.Pooler;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What a pooler that gives every transaction another session asks of the service. {@code make test-pgbouncer} runs it. */
@ServiceTest
@EnabledIfEnvironmentVariable(
        named = Pooler.VARIABLE,
        matches = ".+",
        disabledReason = "there is no pooler: make test-pgbouncer starts one")
class TransactionPoolerTest {
    private static final RowScope SCOPE = RowScope.ofTenant(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(5);
    /** As scripts/pgbouncer sets it. */
    private static final int POOLER_SESSIONS = 10;

    private static final int CALLERS = 20;

    private static final String SETTINGS = """
            select coalesce(current_setting('quarry.tenant_id', true), '') as tenant, current_setting('role') as role,
                   current_setting('search_path') as search_path, current_setting('jit') as jit,
                   current_setting('statement_timeout') as statement_timeout,
                   current_setting('transaction_isolation') as isolation,
                   current_setting('transaction_read_only') as read_only""";

    private static final String SLEEPERS = "select count(*) from pg_stat_activity"
            + " where state = 'active' and pid <> pg_backend_pid() and query like '%pg_sleep(32)%'";

    @Inject
    Database database;

    @Inject
    DirectConnections direct;

    @Inject
    Rows rows;

    @Inject
    DataSource owner;

    @Inject
    Vertx vertx;

    private Pooler pooler;
    private String databaseName;

    @BeforeEach
    void look_at_the_pooler() {
        pooler = new Pooler(vertx);
        databaseName = rows.with(connection -> connection.getCatalog());
    }

    @Test
    void more_connections_than_sessions_share_the_sessions() {
        Set<Integer> processes = new HashSet<>(all(60, i -> read("select pg_backend_pid(), pg_sleep(0.05)")));

        assertThat(processes).hasSizeGreaterThan(1).hasSizeLessThanOrEqualTo(POOLER_SESSIONS);
        assertThat(pooler.serverProcesses(databaseName)).containsAll(processes);
        assertThat(pooler.clients(databaseName)).hasSizeGreaterThan(POOLER_SESSIONS);
    }

    @Test
    void one_connection_meets_many_sessions_and_no_statement_is_missed() {
        int transactions = 600;
        List<Integer> sums = all(
                transactions,
                i -> database.read(
                        SCOPE,
                        PATIENCE,
                        connection -> connection
                                // Thirty texts: each would have a name of its own in each session that has met it.
                                .preparedQuery("select $1::int + $2::int as n%d, pg_sleep(0.002)".formatted(i % 30))
                                .execute(Tuple.of(i, 1))
                                .chain(() -> connection
                                        .preparedQuery("select $1::int * 2 as n%d".formatted(i % 7))
                                        .execute(Tuple.of(i)))
                                .map(found -> found.iterator().next().getInteger(0))));

        assertThat(sums)
                .containsExactlyElementsOf(
                        IntStream.range(0, transactions).mapToObj(i -> 2 * i).toList());
    }

    @Test
    void a_transaction_has_its_settings_in_whatever_session_it_runs() {
        List<Map<String, String>> seen = all(
                100,
                i -> database.read(
                        SCOPE,
                        Duration.ofSeconds(7),
                        connection -> connection
                                .query(SETTINGS)
                                .execute()
                                .map(found -> settings(found.iterator().next()))));

        assertThat(seen)
                .allSatisfy(settings -> assertThat(settings)
                        .containsEntry("tenant", "1")
                        .containsEntry("search_path", SearchPath.VALUE)
                        .containsEntry("jit", "off")
                        .hasEntrySatisfying(
                                "statement_timeout",
                                timeout -> assertThat(timeout).startsWith("6"))
                        .containsEntry("read_only", "on"));
    }

    @Test
    void nothing_of_a_transaction_stays_in_its_session() throws SQLException {
        Set<Integer> used = new HashSet<>(all(60, i -> read("select pg_backend_pid(), pg_sleep(0.02)")));
        var _ = all(40, i -> database.write(SCOPE, PATIENCE, work("select pg_backend_pid(), pg_sleep(0.02)")));
        var _ = all(40, i -> read("select 1/0").onFailure().recoverWithItem(0));
        var _ = all(
                10,
                i -> database.read(SCOPE, Duration.ofMillis(100), work("select 1, pg_sleep(10)"))
                        .onFailure()
                        .recoverWithItem(0));

        Map<Integer, Map<String, String>> left = settingsSeenBySomebodyElse();

        assertThat(left.keySet()).containsAll(used);
        assertThat(left.values()).containsOnly(settingsOfAFreshSession());
    }

    @Test
    void a_statement_is_ended_on_the_server_at_its_deadline() {
        assertThatThrownBy(() -> database.read(SCOPE, Duration.ofMillis(200), work("select 1, pg_sleep(31)"))
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOf(Failure.Busy.class)
                .hasMessageContaining("deadline");

        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(rows.number("select count(*) from pg_stat_activity where state = 'active'"
                                        + " and pid <> pg_backend_pid() and query like '%pg_sleep(31)%'"))
                                .isZero());
    }

    @Test
    void callers_that_give_up_leave_the_pooler_standing() {
        PgConnection bystander = pooler.connect(databaseName);
        try {
            for (int i = 0; i < 20; i++) {
                database.read(SCOPE, Duration.ofSeconds(1), work("select 1, pg_sleep(32)"))
                        .subscribe()
                        .with(done -> {}, failed -> {})
                        .cancel();
                var _ = database.read(SCOPE, Duration.ofMillis(300), work("select 1, pg_sleep(32)"))
                        .subscribe()
                        .with(done -> {}, failed -> {});
            }
            await().atMost(PATIENCE).until(() -> rows.number(SLEEPERS) > 0);
            await().atMost(PATIENCE).until(() -> rows.number(SLEEPERS) == 0);

            assertThat(bystander.query("select 1").executeAndAwait().size()).isEqualTo(1);
            assertThat(read("select 3").await().atMost(PATIENCE)).isEqualTo(3);
        } finally {
            bystander.closeAndAwait();
        }
    }

    @Test
    void a_read_whose_session_is_killed_under_it_is_answered_by_another() {
        AtomicInteger attempts = new AtomicInteger();
        CompletableFuture<Integer> answer = database.read(SCOPE, PATIENCE, connection -> {
                    attempts.incrementAndGet();
                    return work("select 7, pg_sleep(0.5) /* to be killed */").apply(connection);
                })
                .subscribeAsCompletionStage();

        await().atMost(PATIENCE)
                .until(() -> rows.number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                + " where state = 'active' and pid <> pg_backend_pid() and query like '%to be killed%'")
                        == 1);

        assertThat(answer.join()).isEqualTo(7);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void a_restart_of_the_pooler_under_load_is_healed_within_seconds() throws Exception {
        AtomicInteger[] inARow =
                Stream.generate(AtomicInteger::new).limit(CALLERS).toArray(AtomicInteger[]::new);
        Set<Class<?>> failures = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger(CALLERS);
        CompletableFuture<Void> stop = new CompletableFuture<>();
        for (AtomicInteger successes : inARow) {
            Thread.ofVirtual().start(() -> {
                while (!stop.isDone()) {
                    try {
                        var _ = read("select 1, pg_sleep(0.005)").await().atMost(PATIENCE);
                        successes.incrementAndGet();
                    } catch (RuntimeException error) {
                        failures.add(error.getClass());
                        successes.set(0);
                    }
                }
                running.decrementAndGet();
            });
        }
        await().atMost(PATIENCE).until(() -> Stream.of(inARow).allMatch(successes -> successes.get() >= 10));

        pooler.restart();
        Stream.of(inARow).forEach(successes -> successes.set(0));

        await().atMost(HEALED_WITHIN).until(() -> Stream.of(inARow).allMatch(successes -> successes.get() >= 10));
        stop.complete(null);
        await().atMost(PATIENCE).until(() -> running.get() == 0);
        assertThat(failures).isSubsetOf(Failure.Upstream.class, Failure.Busy.class);
    }

    @Test
    void locks_and_listening_have_sessions_of_their_own_past_the_pooler() {
        String subject = UUID.randomUUID().toString();
        try (LockedSession locked =
                direct.tryLock(LockNamespace.DOCUMENT, subject).orElseThrow()) {
            assertThat(direct.tryLock(LockNamespace.DOCUMENT, subject)).isEmpty();
            long holder = rows.number(
                    "select l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid"
                            + " where l.locktype = 'advisory' and a.application_name like 'quarry:%:direct'"
                            + " and l.objid = (hashtext(?)::bigint & 4294967295)::oid",
                    subject);
            long listener = rows.number("select pid from pg_stat_activity where query ilike 'listen%'"
                    + " and application_name like 'quarry:%:listen' and datname = current_database()");

            assertThat(pooler.serverProcesses(databaseName)).isNotEmpty().doesNotContain((int) holder, (int) listener);
            assertThat(locked.write(SCOPE, PATIENCE, work("select pg_backend_pid()")))
                    .isEqualTo((int) holder);
        }
    }

    /** What a client finds outside a transaction, in each of the pooler's sessions. */
    private Map<Integer, Map<String, String>> settingsSeenBySomebodyElse() {
        List<PgConnection> clients = IntStream.range(0, POOLER_SESSIONS)
                .mapToObj(i -> pooler.connect(databaseName))
                .toList();
        try {
            Map<Integer, Map<String, String>> found = new HashMap<>();
            // At once, and long enough that each has a session of its own.
            List<Uni<Row>> asked = new ArrayList<>();
            clients.forEach(client -> asked.add(client.query(SETTINGS + ", pg_backend_pid() as pid, pg_sleep(1)")
                    .execute()
                    .map(answer -> answer.iterator().next())));
            Uni.join()
                    .all(asked)
                    .andFailFast()
                    .await()
                    .atMost(PATIENCE)
                    .forEach(row -> found.put(row.getInteger("pid"), settings(row)));
            return found;
        } finally {
            clients.forEach(PgConnection::closeAndAwait);
        }
    }

    private Map<String, String> settingsOfAFreshSession() throws SQLException {
        try (var connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            row.next();
            Map<String, String> settings = new HashMap<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                settings.put(row.getMetaData().getColumnLabel(i), row.getString(i));
            }
            return settings;
        }
    }

    private static Map<String, String> settings(Row row) {
        Map<String, String> settings = new HashMap<>();
        for (String name :
                List.of("tenant", "role", "search_path", "jit", "statement_timeout", "isolation", "read_only")) {
            settings.put(name, row.getString(name));
        }
        return settings;
    }

    private Uni<Integer> read(String sql) {
        return database.read(SCOPE, PATIENCE, work(sql));
    }

    /** The statement's first number. */
    private static Function<SqlConnection, Uni<Integer>> work(String sql) {
        return connection -> connection
                .query(sql)
                .execute()
                .map(found -> found.iterator().next().getInteger(0));
    }

    /** Many at once, but no more than may wait for a connection. */
    private static <T> List<T> all(int count, Function<Integer, Uni<T>> work) {
        return Uni.join()
                .all(IntStream.range(0, count).mapToObj(work::apply).toList())
                .usingConcurrencyOf(100)
                .andFailFast()
                .await()
                .atMost(PATIENCE);
    }
}
