package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.testing.Api;
import dev.quarry.testing.LoadClient;
import dev.quarry.testing.Pooler;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that hang up before they are answered. */
@ServiceTest
class CancelledRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 100;
    private static final int LONGEST_PATIENCE_MS = 50;

    private static final String SLEEPING = """
            select count(*) from pg_stat_activity
            where application_name like 'quarry:%:main' and datname = current_database() and query like '%pg_sleep%'
              and state <> 'idle'
            """;

    @Inject
    Pools pools;

    @Inject
    Rows rows;

    @BeforeEach
    void table() {
        rows.execute(SlowResource.CREATE_TABLE);
        rows.execute("grant all on public.slow_writes to public");
        rows.execute("truncate public.slow_writes");
    }

    @Test
    void a_read_whose_client_hangs_up_is_ended_on_the_server() {
        assumeFalse(Pooler.isInBetween(), "a pooler is not asked to cancel");
        try (LoadClient client = new LoadClient()) {
            CompletableFuture<HttpResponse<String>> answer =
                    client.send(client.getRequest(SlowResource.PATH + "?ms=30000"));
            await().until(() -> rows.number(SLEEPING) == 1);

            System.out.printf("LOAD hung-up read: its statement was gone after %d ms%n", hangUpAndAwaitTheEnd(answer));
        }
    }

    @Test
    void a_write_whose_client_hangs_up_before_the_commit_is_ended_and_rolled_back() {
        assumeFalse(Pooler.isInBetween(), "a pooler is not asked to cancel");
        try (LoadClient client = new LoadClient()) {
            CompletableFuture<HttpResponse<String>> answer =
                    client.send(client.postRequest(SlowResource.PATH + "?ms=30000&note=abandoned", Map.of()));
            await().until(() -> rows.number(SLEEPING) == 1);

            System.out.printf("LOAD hung-up write: its statement was gone after %d ms%n", hangUpAndAwaitTheEnd(answer));
            assertThat(client.post(SlowResource.PATH + "?ms=0&note=kept", Map.of())
                            .status())
                    .isEqualTo(200);
        }
        assertThat(rows.number("select count(*) from public.slow_writes where note = 'kept'"))
                .isOne();
        assertThat(rows.number("select count(*) from public.slow_writes where note = 'abandoned'"))
                .isZero();
    }

    @Test
    void ten_thousand_requests_of_which_a_third_is_cancelled_leave_nothing_behind() throws Exception {
        String id = Api.store("Capstan", "A capstan winds rope on a ship.");
        Api.awaitReady(id);
        Tally tally = new Tally();
        PoolSnapshot before = main();
        long began = System.nanoTime();
        try (LoadClient client = new LoadClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(i);
                clients.add(threads.submit(() -> {
                    for (int sent = 0; sent < REQUESTS / CLIENTS; sent++) {
                        tally.take(client, anyRequest(client, id, random), random);
                    }
                }));
            }
            for (Future<?> each : clients) {
                each.get();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        PoolSnapshot after = main();

        System.out.printf(
                "LOAD cancelled requests: %d requests of %d clients in %d ms; answered %s, %d cancelled, %d failed;"
                        + " main pool opened %d connections and closed %d for %d transactions%n",
                REQUESTS,
                CLIENTS,
                took.toMillis(),
                tally.answered(),
                tally.cancelled.get(),
                tally.unanswered.size(),
                after.opened() - before.opened(),
                after.closed() - before.closed(),
                after.acquired() - before.acquired());
        assertThat(tally.unanswered).isEmpty();
        assertThat(tally.answered().keySet()).isSubsetOf(200, 201, 503);
        assertThat(tally.cancelled.get()).isGreaterThan(REQUESTS / 10);
    }

    /** What became of the requests. */
    private static final class Tally {
        private final Map<Integer, Integer> byStatus = new ConcurrentHashMap<>();
        private final AtomicInteger cancelled = new AtomicInteger();
        private final Queue<Throwable> unanswered = new ConcurrentLinkedQueue<>();

        /** Sends the request and hangs up on every third after a moment, unless it is answered by then. */
        void take(LoadClient client, HttpRequest request, Random random) {
            CompletableFuture<HttpResponse<String>> answer = client.send(request);
            boolean hangUp = random.nextInt(3) == 0;
            try {
                HttpResponse<String> response = hangUp
                        ? answer.get(random.nextInt(LONGEST_PATIENCE_MS + 1), TimeUnit.MILLISECONDS)
                        : answer.get();
                byStatus.merge(response.statusCode(), 1, Integer::sum);
            } catch (TimeoutException outOfPatience) {
                answer.cancel(true);
                cancelled.incrementAndGet();
            } catch (ExecutionException | InterruptedException | RuntimeException error) {
                unanswered.add(error);
            }
        }

        Map<Integer, Integer> answered() {
            return new TreeMap<>(byStatus);
        }
    }

    /** Mostly quick reads, some slow ones, some writes. */
    private static HttpRequest anyRequest(LoadClient client, String documentId, Random random) {
        int kind = random.nextInt(100);
        if (kind < 55) {
            return client.getRequest(Api.DOCUMENTS + "/" + documentId);
        } else if (kind < 70) {
            return client.getRequest(Api.SEARCH + "?q=capstan%20rope&capability=bm25");
        } else if (kind < 85) {
            return client.getRequest(SlowResource.PATH + "?ms=" + random.nextInt(60));
        } else if (kind < 97) {
            return client.postRequest(SlowResource.PATH + "?note=load&ms=" + random.nextInt(30), Map.of());
        }
        return client.postRequest(
                Api.DOCUMENTS, Map.of("title", "Rope " + random.nextInt(), "content", "Rope is wound on a drum."));
    }

    private long hangUpAndAwaitTheEnd(CompletableFuture<HttpResponse<String>> answer) {
        long hungUp = System.nanoTime();
        assertThat(answer.cancel(true)).isTrue();
        await().atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> rows.number(SLEEPING) == 0);
        return Duration.ofNanos(System.nanoTime() - hungUp).toMillis();
    }

    private PoolSnapshot main() {
        return pools.main().connections().snapshot();
    }
}
