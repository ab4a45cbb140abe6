package dev.quarry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.role.Role;
import dev.quarry.testing.StubProvider.Behaviour;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instances that only serve, or only work, and how they stop. */
class RolesTest extends PipelineTest {
    private static final int DOCUMENTS = 12;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(3);
    /** What a process needs to end beside its wait: closing pools, and the machine may be busy. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final Map<String, String> STOPPABLE = Map.of(
            // Tasks that were not given back would not come back within the test.
            "QUARRY_JOB_LEASE", "10m",
            "QUARRY_JOB_STOP_DEADLINE", STOP_DEADLINE.toString(),
            "QUARRY_INGEST_STOP_DEADLINE", STOP_DEADLINE.toString());

    @Test
    void a_server_leaves_documents_pending_and_a_worker_embeds_them_and_serves_nothing() {
        PipelineProcess front = fleet.start(Role.SERVER, Map.of());
        fleet.store(front, 0, DOCUMENTS);
        String job = Fleet.batch(front);
        await().during(Duration.ofSeconds(2)).until(() -> fleet.database().documents("pending") == DOCUMENTS);
        assertThat(fleet.provider().received()).isEmpty();
        assertThat(state(front, job)).isEqualTo("queued");

        PipelineProcess worker = fleet.start(Role.WORKER, Map.of());
        fleet.awaitAllReady(DOCUMENTS);
        assertThat(state(front, job)).isEqualTo("succeeded");
        assertThat(worker.get("/api/v1/documents").status()).isEqualTo(404);
        assertThat(worker.post("/api/v1/search", Map.of("query", "reef")).status())
                .isEqualTo(404);
        assertThat(fleet.textsEmbedded()).isEqualTo(fleet.database().chunks());
        figures("roles documents=%d left_pending=%d embedded=%d", DOCUMENTS, DOCUMENTS, fleet.textsEmbedded());
    }

    @Test
    void a_worker_that_is_stopped_ends_in_time_and_gives_its_tasks_and_documents_back_at_once() {
        PipelineProcess front = fleet.start(Role.SERVER, Map.of());
        PipelineProcess worker = fleet.start(Role.WORKER, STOPPABLE);
        fleet.provider().always(Behaviour.silence());
        fleet.store(front, 0, DOCUMENTS);
        assertThat(Fleet.batch(front)).isNotEmpty();
        // Both of its places are at the model, and its tasks are claimed.
        await().atMost(Fleet.PATIENCE)
                .until(() ->
                        fleet.provider().underWay() == 2 && fleet.database().leases() == 2);

        Duration took = stop(worker);
        assertThat(took).isLessThan(STOP_DEADLINE.plus(CLOSING));
        assertThat(fleet.database().leases()).isZero();
        assertThat(fleet.database().tasks("pending")).isEqualTo(DOCUMENTS);
        assertThat(fleet.database().lockHolders()).isEmpty();
        assertThat(fleet.database().number("select count(*) from quarry.job_tasks where attempts > 0"))
                .as("tasks that lost an attempt to the stop")
                .isZero();
        assertThat(fleet.database()
                        .number("select count(*) from quarry.documents where attempts > 0 or error is not null"))
                .as("documents that the stop is held against")
                .isZero();

        fleet.provider().recover();
        PipelineProcess next = fleet.start(Role.WORKER, STOPPABLE);
        fleet.awaitAllReady(DOCUMENTS);
        figures(
                "stopped_at_work deadline_ms=%d took_ms=%d given_back=2 documents=%d idle_stop_ms=%d",
                STOP_DEADLINE.toMillis(), took.toMillis(), DOCUMENTS, stop(next).toMillis());
    }

    @Test
    void a_worker_that_is_stopped_finishes_what_ends_in_time_and_begins_nothing_more() {
        PipelineProcess front = fleet.start(Role.SERVER, Map.of());
        PipelineProcess worker = fleet.start(Role.WORKER, STOPPABLE);
        fleet.provider().always(Behaviour.slowly(Duration.ofMillis(800)));
        fleet.store(front, 0, DOCUMENTS);
        assertThat(Fleet.batch(front)).isNotEmpty();
        await().atMost(Fleet.PATIENCE)
                .until(() ->
                        fleet.provider().underWay() == 2 && fleet.database().leases() == 2);

        Duration took = stop(worker);
        assertThat(took).isLessThan(STOP_DEADLINE.plus(CLOSING));
        assertThat(fleet.database().leases()).isZero();
        assertThat(fleet.database().lockHolders()).isEmpty();
        assertThat(fleet.database().documents("indexing")).isZero();
        assertThat(fleet.database().documents("ready")).isPositive();
        assertThat(fleet.database().documents("pending")).isPositive();
        assertThat(fleet.textsEmbedded()).isEqualTo(fleet.database().vectors());
        figures(
                "stopped_between took_ms=%d ready=%d left_pending=%d",
                took.toMillis(),
                fleet.database().documents("ready"),
                fleet.database().documents("pending"));
    }

    private static Duration stop(PipelineProcess process) {
        long began = System.nanoTime();
        process.terminate();
        await().atMost(Fleet.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !process.isAlive());
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static String state(PipelineProcess service, String job) {
        return service.get("/api/v1/jobs/" + job).body().get("state").asText();
    }
}
