package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.LoadClient;
import dev.quarry.testing.LoadClient.Answer;
import dev.quarry.testing.Readers;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many more clients than connections. */
@ServiceTest
@TestProfile(CrowdTest.SmallPool.class)
class CrowdTest {
    private static final int CLIENTS = 200;
    private static final int REQUESTS_EACH = 6;
    private static final int POOL_SIZE = 5;
    private static final int MAX_WAITERS = 50;
    private static final int REFUSALS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHORTEST_MS = 100;
    private static final int LONGEST_MS = 200;
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofMillis(500);

    @Inject
    Pools pools;

    /** A main pool that a crowd fills at once. */
    public static class SmallPool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.pool.main.min-size",
                    "2",
                    "quarry.pool.main.pool-size",
                    Integer.toString(POOL_SIZE),
                    "quarry.pool.main.max-overflow",
                    "0",
                    "quarry.pool.main.max-waiters",
                    Integer.toString(MAX_WAITERS),
                    "quarry.pool.main.acquire-timeout",
                    ACQUIRE_TIMEOUT.toMillis() + "ms");
        }
    }

    @Test
    void each_of_a_crowd_is_served_or_told_in_time_to_come_back() throws Exception {
        List<Answer> answers = new ArrayList<>();
        long began = System.nanoTime();
        try (LoadClient client = new LoadClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Loads what the first request loads.
            assertThat(client.get(SlowResource.PATH + "?ms=1").status()).isEqualTo(200);
            List<Future<List<Answer>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> sendSeveral(client)));
            }
            for (Future<List<Answer>> each : clients) {
                answers.addAll(each.get());
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        List<Answer> served =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        List<Answer> full = refused(answers, "is full");
        List<Answer> late = refused(answers, "no connection free within");
        System.out.printf(
                "LOAD %d clients, pool %d: %d requests in %d ms; %d served (p50 %d ms, p99 %d ms), %d found the queue full"
                        + " (p50 %d ms, p99 %d ms), %d waited in vain (p50 %d ms, p99 %d ms)%n",
                CLIENTS,
                POOL_SIZE,
                answers.size(),
                took.toMillis(),
                served.size(),
                LoadClient.percentile(served, 50),
                LoadClient.percentile(served, 99),
                full.size(),
                LoadClient.percentile(full, 50),
                LoadClient.percentile(full, 99),
                late.size(),
                LoadClient.percentile(late, 50),
                LoadClient.percentile(late, 99));
        assertThat(answers)
                .hasSize(CLIENTS * REQUESTS_EACH)
                .allMatch(answer -> answer.status() == 200 || answer.isRefusal());
        assertThat(served.size() + full.size() + late.size()).isEqualTo(answers.size());
        assertThat(served).isNotEmpty();
        assertThat(full).isNotEmpty();
        assertThat(late)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.took())
                        .isBetween(ACQUIRE_TIMEOUT.minusMillis(10), ACQUIRE_TIMEOUT.plusSeconds(3)));
        assertThat(pools.main().connections().snapshot().size()).isLessThanOrEqualTo(POOL_SIZE);
    }

    /** Measured on one client, who does not share the processors with a crowd. */
    @Test
    void one_more_than_the_queue_holds_is_refused_within_milliseconds() throws Exception {
        List<Answer> full = new ArrayList<>();
        try (LoadClient client = new LoadClient();
                Readers crowd = new Readers(
                        POOL_SIZE + MAX_WAITERS, reader -> client.get(SlowResource.PATH + "?ms=" + LONGEST_MS))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (full.size() < REFUSALS && System.nanoTime() - end < 0) {
                Answer answer = client.get(SlowResource.PATH + "?ms=1");
                if (answer.body().contains("is full")) {
                    full.add(answer);
                }
            }
            crowd.stop();
        }

        System.out.printf(
                "LOAD full queue: %d refusals, p50 %d ms, p99 %d ms%n",
                full.size(), LoadClient.percentile(full, 50), LoadClient.percentile(full, 99));
        assertThat(full).hasSize(REFUSALS).allMatch(Answer::isRefusal);
        assertThat(LoadClient.percentile(full, 50)).isLessThan(50);
        assertThat(LoadClient.percentile(full, 99)).isLessThan(ACQUIRE_TIMEOUT.toMillis());
    }

    private static List<Answer> sendSeveral(LoadClient client) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS_EACH; i++) {
            int milliseconds = SHORTEST_MS + i * (LONGEST_MS - SHORTEST_MS) / (REQUESTS_EACH - 1);
            answers.add(client.get(SlowResource.PATH + "?ms=" + milliseconds));
        }
        return answers;
    }

    private static List<Answer> refused(List<Answer> answers, String reason) {
        return answers.stream()
                .filter(answer -> answer.isRefusal() && answer.body().contains(reason))
                .toList();
    }
}
