package dev.quarry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.role.Role;
import dev.quarry.testing.StubProvider.Behaviour;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What happens to the database, or to the document, while the model works. */
class LostSessionTest extends PipelineTest {
    private static final int DOCUMENTS = 120;
    private static final int CHUNKS = 4;

    @Test
    void without_its_lock_a_worker_writes_nothing_and_the_document_is_embedded_afterwards() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        fleet.provider().next(1, Behaviour.after(first));
        fleet.provider().next(1, Behaviour.after(second));
        PipelineProcess service = fleet.start(Role.ALL, Map.of());
        String id = Fleet.store(service, Texts.document(1));
        awaitRequests(1);
        List<Integer> holders = fleet.database().lockHolders();
        assertThat(holders).hasSize(1);

        fleet.database().endSession(holders.getFirst());
        await().until(() -> fleet.database().lockHolders().isEmpty());
        first.countDown();
        // The second try is at the model: whatever the first one did is done.
        awaitRequests(2);
        assertThat(fleet.database().vectors()).isZero();
        assertThat(fleet.database().documents("ready")).isZero();
        assertThat(fleet.database().lockHolders()).hasSize(1).doesNotContainAnyElementsOf(holders);

        second.countDown();
        fleet.awaitAllReady(1);
        assertThat(service.get("/api/v1/documents/" + id).body().get("error").isNull())
                .isTrue();
        figures(
                "lost_lock vectors_without_lock=0 passages=%d embedded=%d",
                fleet.database().chunks(), fleet.textsEmbedded());
    }

    @Test
    void a_document_edited_while_it_is_embedded_has_the_new_texts_vectors_and_none_of_the_old() {
        CountDownLatch edited = new CountDownLatch(1);
        fleet.provider().next(1, Behaviour.after(edited));
        PipelineProcess service = fleet.start(Role.ALL, Map.of());
        String id = Fleet.store(service, Texts.document(1, "before", CHUNKS));
        awaitRequests(1);

        assertThat(Fleet.store(service, Texts.document(1, "after", CHUNKS))).isEqualTo(id);
        edited.countDown();
        fleet.awaitAllReady(1);

        assertThat(fleet.database().vectorsOfChunksWith("before")).isEmpty();
        List<byte[]> expected = fleet.provider().embedded().keySet().stream()
                .filter(text -> text.contains("after"))
                .map(text -> halfPrecision(fleet.provider().vectorOf(text)))
                .toList();
        assertThat(fleet.database().vectorsOfChunksWith("after")).containsExactlyInAnyOrderElementsOf(expected);
        figures("edited chunks=%d old_vectors=0 embedded=%d", expected.size(), fleet.textsEmbedded());
    }

    @Test
    void a_database_that_goes_away_in_the_middle_is_waited_for() {
        fleet.provider().always(Behaviour.slowly(Duration.ofMillis(100)));
        // A document a request, so that there is a middle.
        Map<String, String> oneByOne = Map.of("QUARRY_INGEST_BATCH_SIZE", "3");
        PipelineProcess front = fleet.begin(Role.ALL, oneByOne);
        PipelineProcess worker = fleet.begin(Role.WORKER, oneByOne);
        await().atMost(Fleet.PATIENCE).until(() -> front.isReady() && worker.isReady());
        fleet.store(front, 0, DOCUMENTS);
        assertThat(Fleet.batch(front)).isNotEmpty();
        awaitRequests(fleet.provider().received().size() + 4);

        long ready = fleet.database().documents("ready");
        server.stopServer();
        await().atMost(Fleet.PATIENCE).until(() -> !front.isReady() && !worker.isReady());
        server.startServer();
        long began = System.nanoTime();
        await().atMost(Fleet.PATIENCE).until(() -> fleet.database().documents("ready") > ready);
        Duration resumed = Duration.ofNanos(System.nanoTime() - began);

        fleet.awaitAllReady(DOCUMENTS);
        assertThat(fleet.database().tasks("failed")).isZero();
        // A database that is away is no defect of the task's, and no reason for a line for each document.
        assertThat(fleet.logged("job_task_failed")).isZero();
        assertThat(fleet.logged("watcher_indexing_failed")).isLessThan(DOCUMENTS / 2);
        figures(
                "database_restarted documents=%d ready_before=%d resumed_after_ms=%d passages=%d embedded=%d",
                DOCUMENTS, ready, resumed.toMillis(), fleet.database().chunks(), fleet.textsEmbedded());
    }

    private void awaitRequests(int requests) {
        await().atMost(Fleet.PATIENCE).until(() -> fleet.provider().received().size() >= requests);
    }

    private static byte[] halfPrecision(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Short.BYTES);
        for (float number : vector) {
            bytes.putShort(Float.floatToFloat16(number));
        }
        return bytes.array();
    }
}
