package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import dev.quarry.postgres.Pools;
import dev.quarry.testing.Api;
import dev.quarry.testing.DocumentLock;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One document, embedded while its caller waits. */
@ServiceTest
@TestProfile(BatchResourceTest.WithoutWatcher.class)
class WatcherResourceTest {
    private static final String PROCESS = "/api/v1/watcher/process-document/";

    @Inject
    Rows rows;

    @Inject
    Pools pools;

    @Inject
    DataSource owner;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_document_is_embedded_and_then_answered_at_once() {
        String id = Api.store("Log", "Embedded on demand.");
        for (int i = 0; i < 2; i++) {
            Api.post(PROCESS + id, "")
                    .statusCode(200)
                    .body("status", equalTo("processed"))
                    .body("document_id", equalTo(id));
        }
        assertThat(Api.status(id)).isEqualTo("ready");
    }

    @Test
    void a_request_waits_until_the_document_is_free_and_holds_no_connection_meanwhile() throws Exception {
        String id = Api.store("Log", "Somebody has it for a while.");
        Future<ValidatableResponse> answer;
        try (DocumentLock _ = DocumentLock.hold(owner, id)) {
            long before = tries();
            answer = threads.submit(() -> Api.post(PROCESS + id, ""));
            await().until(() -> tries() >= before + 4);
            await().until(() -> lent() == 0);
            assertThat(answer.isDone()).isFalse();
        }
        answer.get().statusCode(200);
        assertThat(Api.status(id)).isEqualTo("ready");
    }

    @Test
    void at_the_deadline_the_answer_names_who_has_the_document() {
        String id = Api.store("Log", "Somebody keeps it.");
        try (DocumentLock _ = DocumentLock.hold(owner, id)) {
            Api.post(PROCESS + id + "?deadline_ms=300", "")
                    .statusCode(503)
                    .header("Retry-After", equalTo("5"))
                    .body("detail", containsString("(pid "));
        }
    }

    @Test
    void the_deadline_bounds_the_answer_and_not_the_work() {
        String content = IntStream.range(0, 400)
                .mapToObj(i ->
                        "Step %d of the winter lay-up: the crew drains pump %d and notes its gauge.".formatted(i, i))
                .collect(Collectors.joining("\n\n"));
        String id = Api.post(
                        Api.DOCUMENTS, Map.of("title", "Manual", "content", content, "chunking", Map.of("size", 20)))
                .statusCode(201)
                .extract()
                .path("id");

        Api.post(PROCESS + id + "?deadline_ms=300", "")
                .statusCode(503)
                .time(lessThan(1_500L))
                .body("detail", containsString("is being embedded"));

        Api.awaitReady(id);
    }

    @Test
    void a_document_that_failed_is_tried_at_once() {
        String id = Api.store("Log", "It failed, and its next try is far away.");
        rows.execute("update documents set status = 'failed', attempts = 3, next_attempt_at = now() + interval '1 hour'"
                + " where id = '" + id + "'");

        Api.post(PROCESS + id, "").statusCode(200);
    }

    @Test
    void what_is_wrong_is_named() {
        Api.post(PROCESS + UUID.randomUUID(), "").statusCode(404);
        Api.post(PROCESS + "1", "").statusCode(400);
        Api.post(PROCESS + UUID.randomUUID() + "?deadline_ms=0", "")
                .statusCode(400)
                .body("detail", containsString("300000"));
    }

    private long tries() {
        return pools.snapshots().stream()
                .filter(pool -> pool.name().equals("direct"))
                .mapToLong(pool -> pool.acquired())
                .sum();
    }

    private int lent() {
        return pools.snapshots().stream().mapToInt(pool -> pool.inUse()).sum();
    }
}
