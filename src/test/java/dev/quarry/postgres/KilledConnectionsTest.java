package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.quarry.testing.Api;
import dev.quarry.testing.LoadClient;
import dev.quarry.testing.LoadClient.Answer;
import dev.quarry.testing.Pooler;
import dev.quarry.testing.Readers;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Connections that are killed under load, as a failover or an administrator does. */
@ServiceTest
class KilledConnectionsTest {
    private static final int READERS = 16;
    private static final Duration SHORTEST_BETWEEN_KILLS = Duration.ofMillis(250);
    /** A read that takes as long as the time between two kills can never end: on a slow machine they come less often. */
    private static final int READS_BETWEEN_KILLS = 10;

    private static final int ROUNDS = 20;
    /** Reads before the first kill: what is tried is a service that runs, not one that starts. */
    private static final int WARM_UP = 1_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String KILL_ALL = """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where application_name like 'quarry:%' and datname = current_database()
            """;

    @Inject
    Pools pools;

    @Inject
    Rows rows;

    @Test
    void no_read_fails_while_every_connection_is_killed_again_and_again() throws Exception {
        assumeFalse(Pooler.isInBetween(), "the sessions that are killed here are the pooler's");
        String id = Api.store("Bollard", "A bollard holds the mooring lines of a ship.");
        Api.awaitReady(id);
        List<String> paths = List.of(Api.DOCUMENTS + "/" + id, Api.SEARCH + "?q=bollard%20mooring&capability=bm25");
        AtomicLong killed = new AtomicLong();
        AtomicLong rounds = new AtomicLong();
        List<Answer> all;
        try (LoadClient client = new LoadClient();
                ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
                Readers readers = new Readers(READERS, reader -> client.get(paths.get(reader % paths.size())))) {
            await().atMost(PATIENCE).until(() -> readers.count(Answer::isOk) >= WARM_UP);
            long usual = LoadClient.percentile(readers.which(answer -> true), 50);
            long betweenKills = Math.max(SHORTEST_BETWEEN_KILLS.toMillis(), READS_BETWEEN_KILLS * usual);
            Future<?> killing = killer.scheduleWithFixedDelay(
                    () -> {
                        killed.addAndGet(rows.number(KILL_ALL));
                        rounds.incrementAndGet();
                    },
                    0,
                    betweenKills,
                    TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(() -> rounds.get() >= ROUNDS);
            killing.cancel(false);
            readers.stop();
            all = readers.which(answer -> true);
        }

        List<Answer> failed =
                all.stream().filter(KilledConnectionsTest::isNotWhole).toList();
        System.out.printf(
                "LOAD killed connections: %d sessions killed in %d rounds under %d readers; %d reads, %d failed,"
                        + " p50 %d ms, p99 %d ms, longest %d ms%n",
                killed.get(),
                rounds.get(),
                READERS,
                all.size(),
                failed.size(),
                LoadClient.percentile(all, 50),
                LoadClient.percentile(all, 99),
                LoadClient.percentile(all, 100));
        assertThat(failed)
                .extracting(answer -> answer.status() + " " + answer.body())
                .isEmpty();
        assertThat(killed.get()).isGreaterThan(rounds.get());
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(pools.snapshots())
                        .allSatisfy(pool ->
                                assertThat(pool.size()).as(pool.name()).isGreaterThanOrEqualTo(pool.minSize())));
    }

    private static boolean isNotWhole(Answer answer) {
        return answer.status() != 200 || answer.body().contains("\"degraded\":true");
    }
}
