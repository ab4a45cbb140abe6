package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.testing.Api;
import dev.quarry.testing.LoadClient;
import dev.quarry.testing.LoadClient.Answer;
import dev.quarry.testing.Readers;
import dev.quarry.testing.RestartableServer;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceLog;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database server that goes away under load and comes back. */
@QuarkusTest
@Tag("database")
@WithTestResource(value = RestartableServer.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ServerRestartTest {
    private static final String READY = "/q/health/ready";
    private static final String LIVE = "/q/health/live";
    private static final int READERS = 8;
    private static final Duration NOTICED = Duration.ofSeconds(2);
    private static final Duration RECOVERED = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** As a search's caller may set it. */
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private static final Duration OVERHEAD = Duration.ofSeconds(1);

    RestartableServer server = new RestartableServer();

    @Inject
    Pools pools;

    @Inject
    Rows rows;

    private String documentId = "";

    @BeforeEach
    void a_document_that_is_found() {
        documentId = Api.store("Halyard", "A halyard hoists a sail.");
        Api.awaitReady(documentId);
    }

    @Test
    void a_stopped_server_is_reported_and_found_again() throws Exception {
        long openedBefore = opened();
        try (LoadClient client = new LoadClient();
                ServiceLog log = ServiceLog.watch();
                Readers readers = new Readers(READERS, reader -> client.get(Api.DOCUMENTS + "/" + documentId))) {
            await().atMost(PATIENCE).until(() -> readers.count(Answer::isOk) > 100);
            server.stopServer();
            Duration down = timeUntil(NOTICED, () -> isDown(client));
            assertThat(client.get(READY).body()).contains("\"main\":").doesNotContain("\"main\":\"up\"");
            assertThat(client.get(LIVE).status()).isEqualTo(200);

            long outage = System.nanoTime();
            int linesBefore = log.lines();
            long failedBefore = readers.count(Answer::isFailure);
            await().atMost(PATIENCE).until(() -> readers.count(Answer::isFailure) >= failedBefore + 500);
            Duration watched = since(outage);
            int lines = log.lines() - linesBefore;
            long failures = readers.count(Answer::isFailure) - failedBefore;

            server.startServer();
            Duration up = timeUntil(RECOVERED, () -> client.get(READY).status() == 200);
            Duration read = timeUntil(
                    RECOVERED,
                    () -> client.get(Api.DOCUMENTS + "/" + documentId).status() == 200);
            long servedBefore = readers.count(Answer::isOk);
            await().atMost(PATIENCE).until(() -> readers.count(Answer::isOk) > servedBefore + 500);
            readers.stop();
            System.out.printf(
                    "LOAD server stopped: down after %d ms, ready %d ms after its return, first read %d ms later;"
                            + " answers %s; %d warnings logged for %d failed requests in %d ms: %s%n",
                    down.toMillis(),
                    up.toMillis(),
                    read.toMillis(),
                    readers.byStatus(),
                    lines,
                    failures,
                    watched.toMillis(),
                    log.events());
            assertThat(readers.byStatus().keySet()).isSubsetOf(200, 502, 503);
            assertThat(client.get(LIVE).status()).isEqualTo(200);
            // A handful a second, however many requests fail.
            assertThat(lines).isLessThan(20 + 10 * (int) watched.toSeconds());
        }
        assertThat(opened()).as("connections opened since the service started").isGreaterThan(openedBefore);
        await().atMost(PATIENCE).untilAsserted(this::theServerHasThePoolsSessionsAndNoOthers);
    }

    @Test
    void a_frozen_server_is_reported_and_holds_nobody_beyond_a_deadline() throws Exception {
        try (LoadClient client = new LoadClient();
                ServiceLog log = ServiceLog.watch();
                Readers readers = new Readers(
                        READERS,
                        reader -> client.post(
                                Api.SEARCH,
                                Map.of(
                                        "query",
                                        "halyard sail",
                                        "capabilities",
                                        List.of("bm25"),
                                        "deadline_ms",
                                        DEADLINE.toMillis())))) {
            await().atMost(PATIENCE).until(() -> readers.count(Answer::isOk) > 100);
            long closedBefore = closed();
            Duration down;
            long frozen = System.nanoTime();
            server.freeze();
            try {
                down = timeUntil(NOTICED, () -> isDown(client));
                assertThat(client.get(LIVE).status()).isEqualTo(200);
                // Longer than the pool takes to write the silent connections off.
                await().atMost(PATIENCE)
                        .until(() -> closed() > closedBefore && since(frozen).toSeconds() >= 4);
                assertThat(client.get(LIVE).status()).isEqualTo(200);
            } finally {
                server.thaw();
            }
            Duration lasted = since(frozen);
            Duration up = timeUntil(RECOVERED, () -> client.get(READY).status() == 200);
            Duration read = timeUntil(
                    RECOVERED,
                    () -> client.get(Api.DOCUMENTS + "/" + documentId).status() == 200);
            long servedBefore = readers.count(Answer::isOk);
            await().atMost(PATIENCE).until(() -> readers.count(Answer::isOk) > servedBefore + 200);
            readers.stop();
            List<Answer> refused = readers.which(Answer::isFailure);
            System.out.printf(
                    "LOAD server frozen for %d ms: down after %d ms, ready %d ms after its return, first read %d ms later;"
                            + " answers %s, refusals after p50 %d ms, longest %d ms; warnings %s%n",
                    lasted.toMillis(),
                    down.toMillis(),
                    up.toMillis(),
                    read.toMillis(),
                    readers.byStatus(),
                    LoadClient.percentile(refused, 50),
                    LoadClient.percentile(refused, 100),
                    log.events());
            assertThat(refused)
                    .isNotEmpty()
                    .allMatch(answer -> answer.isRefusal() || answer.status() == 502)
                    .allSatisfy(answer -> assertThat(answer.took()).isLessThan(DEADLINE.plus(OVERHEAD)));
            assertThat(log.events()).doesNotContainKey("Mutiny");
        }
        await().atMost(PATIENCE).untilAsserted(this::theServerHasThePoolsSessionsAndNoOthers);
    }

    private void theServerHasThePoolsSessionsAndNoOthers() {
        Map<String, Long> expected =
                pools.snapshots().stream().collect(Collectors.toMap(PoolSnapshot::name, pool -> (long) pool.size()));
        expected.put("listen", 1L);
        expected.forEach((pool, size) -> assertThat(rows.number(
                        "select count(*) from pg_stat_activity where application_name like ?", "quarry:%:" + pool))
                .as(pool)
                .isEqualTo(size));
        assertThat(rows.number("select count(*) from pg_stat_activity where backend_type = 'client backend'"
                        + " and starts_with(application_name, 'quarry:')"))
                .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    }

    private static boolean isDown(LoadClient client) {
        Answer answer = client.get(READY);
        return answer.status() == 503 && answer.body().contains("DOWN");
    }

    private static Duration timeUntil(Duration atMost, Callable<Boolean> condition) {
        long began = System.nanoTime();
        await().atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
        return since(began);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private long opened() {
        return pools.snapshots().stream().mapToLong(PoolSnapshot::opened).sum();
    }

    private long closed() {
        return pools.snapshots().stream().mapToLong(PoolSnapshot::closed).sum();
    }
}
