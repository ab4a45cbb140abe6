package dev.quarry.evaluation;

import static dev.quarry.evaluation.SmallCorpus.EVALUATIONS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.job.Task;
import dev.quarry.job.TaskOutcome;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.OtherTenant;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks as a worker performs them, one by one and twice. The service's own worker rests. */
@ServiceTest
@TestProfile(EvaluateQueryHandlerTest.WithoutWorker.class)
class EvaluateQueryHandlerTest {
    /** Nobody works but the test, and a blocked leg is late soon. */
    public static class WithoutWorker implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.role", "server",
                    "quarry.search.bm25.deadline", "500ms",
                    "quarry.evaluation.run-wait", "100ms");
        }
    }

    @Inject
    EvaluateQueryHandler handler;

    @Inject
    Rows rows;

    @Test
    void a_task_that_is_performed_twice_stores_once() {
        String id = begin(new SmallCorpus().request());

        assertThat(perform(id)).isInstanceOf(TaskOutcome.Done.class);
        long first = took(id);
        assertThat(perform(id)).isInstanceOf(TaskOutcome.Done.class);

        assertThat(results(id)).isEqualTo(2);
        assertThat(took(id)).isEqualTo(first);
    }

    @Test
    void a_task_that_is_performed_by_several_at_once_stores_once() throws Exception {
        String id = begin(new SmallCorpus().request());

        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = workers.invokeAll(IntStream.range(0, 4)
                    .<java.util.concurrent.Callable<TaskOutcome>>mapToObj(i -> () -> perform(id))
                    .toList());
            for (var outcome : outcomes) {
                assertThat(outcome.get()).isInstanceOf(TaskOutcome.Done.class);
            }
        }

        assertThat(results(id)).isEqualTo(2);
    }

    @Test
    void what_a_dead_worker_had_not_measured_is_measured_by_the_next() {
        String id = begin(new SmallCorpus().request());
        perform(id);
        rows.execute("delete from evaluation_results where variant = 'fused' and evaluation_id = '" + id + "'");

        assertThat(perform(id)).isInstanceOf(TaskOutcome.Done.class);
        assertThat(results(id)).isEqualTo(2);
    }

    @Test
    void a_late_capability_is_measured_again_and_meanwhile_counts_in_no_mean() {
        SmallCorpus corpus = new SmallCorpus();
        Map<String, Object> request = Map.of(
                "queries", List.of(Map.of("id", "q1", "text", corpus.word)),
                "judgements", Map.of("q1", Map.of(corpus.externalId("first"), 1)),
                "settings", Map.of("capabilities", List.of("bm25", "fuzzy")));
        String id = begin(request);

        TaskOutcome blocked = rows.with(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("lock table postings in access exclusive mode");
                return perform(id);
            }
        });

        assertThat(blocked)
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.error())
                                .contains("bm25: no capability answered within its deadline")
                                .contains("fused: a capability failed or was late"));
        Api.get(EVALUATIONS + "/" + id)
                .body("variants.variant", equalTo(List.of("fuzzy", "fused")))
                .body("variants.find { it.variant == 'fused' }.degraded", equalTo(1))
                .body("variants.find { it.variant == 'fused' }.queries", equalTo(0))
                .body("variants.find { it.variant == 'fused' }.ndcg", equalTo(null));

        assertThat(perform(id)).isInstanceOf(TaskOutcome.Done.class);
        Api.get(EVALUATIONS + "/" + id)
                .body("variants", hasSize(3))
                .body("variants.degraded", equalTo(List.of(0, 0, 0)))
                .body("variants.find { it.variant == 'fused' }.ndcg", equalTo(1.0f));
    }

    @Test
    void a_run_that_is_deleted_at_work_is_cancelled_and_leaves_nothing() {
        String id = begin(new SmallCorpus().request());

        given().when().delete(EVALUATIONS + "/" + id).then().statusCode(204);

        assertThat(perform(id)).isEqualTo(new TaskOutcome.Skipped("the evaluation was deleted"));
        Api.get("/api/v1/jobs/" + id).body("state", equalTo("cancelled"));
        assertThat(results(id)).isZero();
    }

    @Test
    void another_tenants_run_is_not_there() {
        SmallCorpus corpus = new SmallCorpus();
        int other = OtherTenant.create(rows);
        String id = begin(corpus.request());

        assertThat(handler.perform(task(new TenantId(other), id))).isInstanceOf(TaskOutcome.Skipped.class);

        // The same run, of another tenant that has no documents: everything is unknown, and nothing is found.
        rows.execute("update evaluation_queries set unknown_documents = '{}' where evaluation_id = '" + id + "'");
        String theirs = UUID.randomUUID().toString();
        rows.execute("insert into evaluations select " + other + ", '" + theirs
                + "', name, k, depth, queries, settings, documents, chunks from evaluations where id = '" + id + "'");
        rows.execute("insert into evaluation_queries select " + other + ", '" + theirs
                + "', number, query_id, text, judgements from evaluation_queries where evaluation_id = '" + id + "'");
        assertThat(handler.perform(task(new TenantId(other), theirs))).isInstanceOf(TaskOutcome.Done.class);
        assertThat(rows.number(
                        "select cardinality(unknown_documents) from evaluation_queries where evaluation_id = ?::uuid",
                        theirs))
                .isEqualTo(3);
        assertThat(rows.number(
                        "select count(*) from evaluation_results where ndcg = 0 and evaluation_id = ?::uuid", theirs))
                .isEqualTo(2);
        Api.get(EVALUATIONS + "/" + theirs).statusCode(404);
    }

    @Test
    void a_run_does_not_mix_two_models() {
        String id = begin(new SmallCorpus().request());
        rows.execute(
                "update evaluations set settings = jsonb_set(settings, '{embedding,model}', '\"another\"') where id = '"
                        + id + "'");

        assertThat(perform(id))
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.error())
                                .contains("embedding.model")
                                .contains("was another"));
        assertThat(results(id)).isZero();
    }

    @Test
    void a_wait_that_is_too_long_is_answered_as_if_there_were_none() {
        Api.post(EVALUATIONS + "?wait=true", new SmallCorpus().request())
                .statusCode(202)
                .body("state", equalTo("queued"));
    }

    private static String begin(Map<String, Object> request) {
        return Api.post(EVALUATIONS, request).statusCode(202).extract().path("id");
    }

    @CanIgnoreReturnValue
    private TaskOutcome perform(String evaluationId) {
        return handler.perform(task(TenantId.DEFAULT, evaluationId));
    }

    private static Task task(TenantId tenant, String evaluationId) {
        return new Task(
                tenant, UUID.fromString(evaluationId), 1, EvaluateQueryHandler.KIND, "q1", 1, 1, 0, false, false);
    }

    private long results(String evaluationId) {
        return rows.number("select count(*) from evaluation_results where evaluation_id = ?::uuid", evaluationId);
    }

    /** In nanoseconds. */
    private long took(String evaluationId) {
        return rows.number(
                "select (sum(took_ms) * 1000000)::bigint from evaluation_results where evaluation_id = ?::uuid",
                evaluationId);
    }
}
