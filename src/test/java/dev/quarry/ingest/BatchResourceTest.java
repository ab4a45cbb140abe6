package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.testing.Api;
import dev.quarry.testing.DocumentLock;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Batches of documents. The watcher rests: what is embedded, a batch has embedded. */
@ServiceTest
@TestProfile(BatchResourceTest.WithoutWatcher.class)
class BatchResourceTest {
    private static final String BATCH = "/api/v1/admin/embeddings/batch";

    /** Jobs are done, and nothing else. */
    public static class WithoutWatcher implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarry.ingest.watch", "false", "quarry.job.interval", "1s");
        }
    }

    @Inject
    EmbeddingSpaces spaces;

    @Inject
    Rows rows;

    @Inject
    DataSource owner;

    @Test
    void a_batch_of_some_documents_embeds_them_and_says_what_it_left_alone() {
        String done = Api.store("Log", "Embedded before.");
        String fresh = Api.store("Log", "Not embedded yet.");
        String gone = UUID.randomUUID().toString();
        Api.post(BATCH + "?wait=true", Map.of("document_ids", List.of(done))).statusCode(200);

        JsonPath result = Api.post(BATCH + "?wait=true", Map.of("document_ids", List.of(done, fresh, gone, fresh)))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(result.getInt("processed")).isEqualTo(1);
        assertThat(result.getInt("failed")).isZero();
        assertThat(result.getList("errors")).isEmpty();
        assertThat(result.<Map<String, String>>getList("skipped"))
                .containsExactly(
                        Map.of("document_id", done, "reason", "already_embedded"),
                        Map.of("document_id", gone, "reason", "not_found"));
        assertThat(Api.status(fresh)).isEqualTo("ready");
        Api.get("/api/v1/jobs/" + result.getString("job_id"))
                .statusCode(200)
                .body("state", equalTo("succeeded"))
                .body("percent", equalTo(100))
                .body("total", equalTo(3))
                .body("running", hasSize(0));
    }

    @Test
    void counts_are_folded_by_an_instance_that_does_not_watch() {
        Api.store("Log", "Words that are to be counted.");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(rows.count("lexeme_changes")).isZero());
    }

    @Test
    void without_the_active_spaces_model_a_batch_waits_for_it_and_says_so() {
        String id = Api.store("Log", "Another instance has the model.");
        long own = rows.number("select id from embedding_spaces where state = 'active'");
        rows.execute("update embedding_spaces set state = 'retired' where id = " + own);
        rows.execute("insert into embedding_spaces (model, dimensions, index_kind, state)"
                + " values ('somebody-else''s', 8, 'portable', 'active')");
        try {
            refreshSpaces();
            String job = Api.post(BATCH, Map.of("document_ids", List.of(id)))
                    .statusCode(202)
                    .extract()
                    .path("job_id");
            await().untilAsserted(() -> Api.get("/api/v1/jobs/" + job + "/tasks")
                    .body("tasks[0].state", equalTo("pending"))
                    .body("tasks[0].attempts", equalTo(0))
                    .body("tasks[0].reason", containsString("somebody-else's")));
            assertThat(Api.status(id)).isEqualTo("pending");
        } finally {
            rows.execute("delete from embedding_spaces where model = 'somebody-else''s'");
            rows.execute("update embedding_spaces set state = 'active' where id = " + own);
            refreshSpaces();
        }
        Api.awaitReady(id);
    }

    private void refreshSpaces() {
        assertThat(spaces.refresh().await().indefinitely()).isNotEmpty();
    }

    @Test
    void a_document_that_somebody_else_has_is_skipped() {
        String id = Api.store("Log", "Somebody has it.");
        try (DocumentLock _ = DocumentLock.hold(owner, id)) {
            Api.post(BATCH + "?wait=true", Map.of("document_ids", List.of(id)))
                    .statusCode(200)
                    .body("processed", equalTo(0))
                    .body("skipped[0].document_id", equalTo(id))
                    .body("skipped[0].reason", equalTo("locked_by_watcher"));
        }
        assertThat(Api.status(id)).isEqualTo("pending");
    }

    @Test
    void without_ids_and_filter_everything_that_is_not_ready_is_embedded() {
        List<String> ids = IntStream.range(0, 20)
                .mapToObj(i -> Api.store("Log " + i, "Entry %d of the log.".formatted(i)))
                .toList();
        rows.execute("update documents set status = 'failed', attempts = 3, next_attempt_at = now() + interval '1 hour'"
                + " where id = '" + ids.getFirst() + "'");

        String location = Api.post(BATCH, Map.of()).statusCode(202).extract().header("Location");

        ids.forEach(Api::awaitReady);
        assertThat(location).startsWith("/api/v1/jobs/").doesNotEndWith("/");
    }

    @Test
    void a_filter_means_the_documents_that_meet_all_its_conditions() {
        String boat = "boat-" + UUID.randomUUID();
        String first = store(Map.of("title", "A", "content", "One.", "metadata", Map.of("boat", boat, "deck", 2)));
        String second = store(Map.of("title", "B", "content", "Two.", "metadata", Map.of("boat", boat, "deck", 3)));
        store(Map.of("title", "A", "content", "Three.", "metadata", Map.of("boat", "another", "deck", 2)));

        assertThat(processed(Map.of("metadata.boat", boat, "title", "A", "status", "pending")))
                .isEqualTo(1);
        assertThat(Api.status(first)).isEqualTo("ready");
        assertThat(Api.status(second)).isEqualTo("pending");
        assertThat(processed(Map.of("metadata.boat", Map.of("in", List.of(boat, "no such boat")), "metadata.deck", 3)))
                .isEqualTo(1);
        assertThat(processed(Map.of("metadata.boat", boat, "metadata.deck", "3")))
                .isZero();
        assertThat(processed(Map.of("external_id", "'; drop table documents; --")))
                .isZero();
    }

    @Test
    void what_is_wrong_with_a_filter_is_named_with_what_is_allowed() {
        Api.post(BATCH, Map.of("filter", Map.of("author", "me", "status", "done", "title", Map.of("like", "x"))))
                .statusCode(400)
                .body("violations.field", hasItem("filter.author"))
                .body("violations.find { it.field == 'filter.author' }.message", containsString("metadata.KEY"))
                .body("violations.find { it.field == 'filter.status' }.message", containsString("indexing"))
                .body("violations.find { it.field == 'filter.title.like' }.message", containsString("in"));
        Api.post(BATCH, Map.of("filter", Map.of(), "document_ids", List.of())).statusCode(400);
        Api.post(BATCH, Map.of("document_ids", List.of("1-1-1-1-1"))).statusCode(400);
        Api.post(BATCH + "?wait=perhaps", Map.of()).statusCode(400).body("detail", containsString("true or false"));
        Api.post(
                        BATCH,
                        Map.of(
                                "document_ids",
                                IntStream.range(0, 10_001).mapToObj(i -> "x").toList()))
                .statusCode(400)
                .body("detail", containsString("filter"));
    }

    @CanIgnoreReturnValue
    private static String store(Map<String, Object> document) {
        return Api.post(Api.DOCUMENTS, document).statusCode(201).extract().path("id");
    }

    private static int processed(Map<String, Object> filter) {
        return Api.post(BATCH + "?wait=true", Map.of("filter", filter))
                .statusCode(200)
                .extract()
                .path("processed");
    }
}
