package dev.quarry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quarry.role.Role;
import dev.quarry.testing.StubProvider.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several instances at the same documents, and some of them die. */
class ReplicasTest extends PipelineTest {
    private static final int DOCUMENTS = 500;
    private static final int KILLS = 10;
    private static final int DOCUMENTS_BEFORE_A_KILL = 25;
    private static final Duration MODEL = Duration.ofMillis(150);

    @Test
    void three_replicas_with_watchers_and_batches_embed_every_passage_once() {
        CountDownLatch everybodyIsThere = new CountDownLatch(1);
        fleet.provider().always(Behaviour.after(everybodyIsThere));
        List<PipelineProcess> replicas =
                Stream.generate(() -> fleet.begin(Role.ALL, Map.of())).limit(3).toList();
        replicas.forEach(replica -> await().atMost(Fleet.PATIENCE).until(replica::isReady));
        fleet.store(replicas.getFirst(), 0, DOCUMENTS);
        List<String> jobs = replicas.parallelStream().map(Fleet::batch).toList();

        long began = System.nanoTime();
        everybodyIsThere.countDown();
        fleet.awaitAllReady(DOCUMENTS);
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(fleet.provider().embedded().values()).allMatch(times -> times == 1);
        assertThat(fleet.provider().embedded()).hasSize((int) fleet.database().chunks());
        long byBatches = 0;
        long skipped = 0;
        for (String job : jobs) {
            JsonNode found = replicas.getLast().get("/api/v1/jobs/" + job).body();
            assertThat(found.get("state").asText()).as(found.toString()).isEqualTo("succeeded");
            assertThat(number(found, "succeeded") + number(found, "skipped")).isEqualTo(number(found, "total"));
            byBatches += number(found, "succeeded");
            skipped += number(found, "skipped");
        }
        long byWatchers = fleet.logged("watcher_indexing_complete");
        assertThat(byBatches).isEqualTo(fleet.logged("batch_doc_indexed"));
        assertThat(byWatchers + byBatches).isEqualTo(DOCUMENTS);
        figures(
                "replicas=3 documents=%d passages=%d embedded=%d by_watchers=%d by_batches=%d skipped=%d took_ms=%d",
                DOCUMENTS,
                fleet.database().chunks(),
                fleet.textsEmbedded(),
                byWatchers,
                byBatches,
                skipped,
                took.toMillis());
    }

    @Test
    void ten_killed_workers_lose_no_document_and_leave_no_lock() throws InterruptedException {
        fleet.provider().always(Behaviour.slowly(MODEL));
        PipelineProcess front = fleet.begin(Role.SERVER, Map.of());
        List<PipelineProcess> workers = new ArrayList<>(Stream.generate(() -> fleet.begin(Role.WORKER, Map.of()))
                .limit(3)
                .toList());
        await().atMost(Fleet.PATIENCE).until(front::isReady);
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            await().atMost(Fleet.PATIENCE).until(() -> ready(workers).size() >= 2);
            int before = fleet.provider().received().size();
            fleet.store(front, kill * DOCUMENTS_BEFORE_A_KILL, DOCUMENTS_BEFORE_A_KILL);
            if (kill % 3 == 0) {
                assertThat(Fleet.batch(front)).isNotEmpty();
            }
            // Somewhere in a portion: claimed, at the model, or being written.
            awaitRequests(before + 1);
            Thread.sleep(random.nextLong(2 * MODEL.toMillis()));
            List<PipelineProcess> ready = ready(workers);
            PipelineProcess victim = ready.get(random.nextInt(ready.size()));
            victim.kill();
            workers.set(workers.indexOf(victim), fleet.begin(Role.WORKER, Map.of()));
        }
        fleet.awaitAllReady((long) KILLS * DOCUMENTS_BEFORE_A_KILL);
        assertThat(fleet.database().tasks("failed")).isZero();
        figures(
                "kills=%d documents=%d passages=%d embedded=%d embedded_again=%d tasks_taken_over=%d",
                KILLS,
                KILLS * DOCUMENTS_BEFORE_A_KILL,
                fleet.database().chunks(),
                fleet.textsEmbedded(),
                fleet.textsEmbedded() - fleet.database().chunks(),
                fleet.database().number("select coalesce(sum(takeovers), 0)::bigint from quarry.job_tasks"));
    }

    private void awaitRequests(int requests) {
        await().atMost(Fleet.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> fleet.provider().received().size() >= requests);
    }

    private static List<PipelineProcess> ready(List<PipelineProcess> workers) {
        return workers.stream().filter(PipelineProcess::isReady).toList();
    }

    private static long number(JsonNode json, String field) {
        return json.get(field).asLong();
    }
}
