package dev.quarry.evaluation;

import static dev.quarry.evaluation.SmallCorpus.EVALUATIONS;
import static dev.quarry.evaluation.SmallCorpus.evaluate;
import static dev.quarry.evaluation.SmallCorpus.idOf;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ServiceTest
@TestProfile(EvaluationResourceTest.PromptJobs.class)
class EvaluationResourceTest {
    private static final Offset<Double> SIX_DIGITS = within(5e-7);

    /** What fails is tried again soon. */
    public static class PromptJobs implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarry.job.interval", "1s", "quarry.job.retry-after", "50ms");
        }
    }

    @Inject
    Rows rows;

    @Test
    void the_figures_are_those_that_one_counts_by_hand() {
        SmallCorpus corpus = new SmallCorpus();

        JsonPath evaluation = evaluate(corpus.request()).extract().jsonPath();

        // Ranked first (no grade), second (1), third (2); relevant are second, third and one that is not there; k = 2.
        for (String variant : List.of("bm25", "fused")) {
            Map<String, Object> figures = evaluation.getMap("variants.find { it.variant == '" + variant + "' }");
            assertThat(number(figures, "queries")).isEqualTo(1);
            // (1/log2(3)) / (2/log2(2) + 1/log2(3)) = 0.6309298 / 2.6309298.
            assertThat(number(figures, "ndcg")).isEqualTo(0.2398124, SIX_DIGITS);
            // (1/2 + 2/3 + 0) / 3, third counts though it is beyond k.
            assertThat(number(figures, "map")).isEqualTo(0.3888889, SIX_DIGITS);
            assertThat(number(figures, "recall")).isEqualTo(1.0 / 3, SIX_DIGITS);
            assertThat(number(figures, "mrr")).isEqualTo(0.5, SIX_DIGITS);
            assertThat(number(figures, "p95_ms")).isPositive();
        }
        assertThat(evaluation.getString("state")).isEqualTo("succeeded");
        assertThat(evaluation.<String>getList("variants.variant")).containsExactly("bm25", "fused");
    }

    @Test
    void a_document_that_is_not_there_is_reported() {
        SmallCorpus corpus = new SmallCorpus();

        String id = idOf(evaluate(corpus.request())
                .body("unknown_documents", equalTo(List.of(corpus.externalId("missing"))))
                .body("unknown_documents_total", equalTo(1)));

        Api.get(EVALUATIONS + "/" + id + "/queries")
                .statusCode(200)
                .body("queries[0].unknown_documents", equalTo(List.of(corpus.externalId("missing"))));
        evaluate(corpus.request(Map.of(corpus.firstId, 1)))
                .body("unknown_documents", hasSize(0))
                .body("variants.find { it.variant == 'bm25' }.ndcg", equalTo(1.0f));
    }

    @Test
    void every_capability_is_measured_alone_and_what_was_measured_is_told() {
        SmallCorpus corpus = new SmallCorpus();
        Map<String, Object> request = Map.of(
                "queries", List.of(Map.of("id", "q1", "text", corpus.word)),
                "judgements", Map.of("q1", Map.of(corpus.externalId("first"), 1)),
                "settings", Map.of("weights", Map.of("vector", 0.25), "fusion", "reciprocal_rank"));

        evaluate(request)
                .body("variants.variant", equalTo(List.of("bm25", "fuzzy", "vector", "fused")))
                .body("variants.degraded", equalTo(List.of(0, 0, 0, 0)))
                .body("k", equalTo(10))
                .body("depth", equalTo(100))
                .body("corpus.documents", greaterThan(2))
                .body("corpus.chunks", greaterThan(2))
                .body("settings.weights.vector", equalTo(0.25f))
                .body("settings.weights.bm25", equalTo(1.0f))
                .body("settings.fusion", equalTo("reciprocal_rank"))
                .body("settings.depth", equalTo(100))
                .body("settings.own.bm25", equalTo(Map.of("k1", 1.2f, "b", 0.75f, "postings", 500_000)))
                .body("settings.own.fuzzy", equalTo(Map.of("min_similarity", 0.5f)))
                .body("settings.own.vector", aMapWithSize(greaterThan(0)))
                .body("settings.embedding.dimensions", equalTo(384));
    }

    @Test
    void without_waiting_the_address_is_told_and_the_job_has_the_same_id() {
        ValidatableResponse accepted = Api.post(EVALUATIONS, new SmallCorpus().request())
                .statusCode(202)
                .body("queries", equalTo(1));
        String id = idOf(accepted);

        assertThat(accepted.extract().header("Location")).isEqualTo(EVALUATIONS + "/" + id);
        Api.get("/api/v1/jobs/" + id)
                .statusCode(200)
                .body("kind", equalTo("evaluate_query"))
                .body("total", equalTo(1));
        Api.get(EVALUATIONS + "?limit=1").statusCode(200).body("evaluations[0].id", equalTo(id));
    }

    @Test
    void questions_are_listed_worst_first() {
        SmallCorpus corpus = new SmallCorpus();
        String id = idOf(evaluate(Map.of(
                "queries",
                List.of(
                        Map.of("id", "good", "text", corpus.word),
                        Map.of("id", "bad", "text", corpus.word),
                        Map.of("id", "middling", "text", corpus.word)),
                "judgements",
                Map.of(
                        "good", Map.of(corpus.externalId("first"), 1),
                        "bad", Map.of("nowhere", 1),
                        "middling", Map.of(corpus.externalId("third"), 1)),
                "settings",
                Map.of("capabilities", List.of("bm25")))));

        Api.get(EVALUATIONS + "/" + id + "/queries?variant=bm25&sort=reciprocal_rank")
                .statusCode(200)
                .body("total", equalTo(3))
                .body("queries.id", equalTo(List.of("bad", "middling", "good")))
                .body("queries.reciprocal_rank", equalTo(List.of(0.0f, 0.33333334f, 1.0f)));
        Api.get(EVALUATIONS + "/" + id + "/queries?limit=1&offset=1").body("queries.id", equalTo(List.of("middling")));
        Api.get(EVALUATIONS + "/" + id + "/queries?variant=vector")
                .statusCode(400)
                .body("violations[0].message", containsString("bm25, fused"));
        Api.get(EVALUATIONS + "/" + id + "/queries?sort=text").statusCode(400);
    }

    @Test
    void two_runs_are_compared_over_the_questions_that_they_share() {
        SmallCorpus corpus = new SmallCorpus();
        String before = idOf(evaluate(corpus.request()));
        given().when().delete(Api.DOCUMENTS + "/" + corpus.firstId).then().statusCode(204);
        Map<String, Object> another = new LinkedHashMap<>(corpus.request());
        another.put("settings", Map.of("capabilities", List.of("bm25"), "weights", Map.of("bm25", 0.5)));
        String after = idOf(evaluate(another));

        JsonPath comparison = Api.get(EVALUATIONS + "/" + after + "/compare/" + before)
                .statusCode(200)
                .body("shared_queries", equalTo(1))
                .body("judged_differently", equalTo(0))
                .body("settings.setting", hasItems("weights.bm25", "corpus.documents", "corpus.chunks"))
                .body("queries.id", equalTo(List.of("q1")))
                .extract()
                .jsonPath();

        Map<String, Object> ndcg = comparison.getMap("metrics.find { it.variant == 'bm25' && it.metric == 'ndcg' }");
        // Now second, third: (1 + 2/log2(3)) / (2 + 1/log2(3)) = 2.2618595 / 2.6309298.
        assertThat(number(ndcg, "mean")).isEqualTo(0.8597187, SIX_DIGITS);
        assertThat(number(ndcg, "other_mean")).isEqualTo(0.2398124, SIX_DIGITS);
        assertThat(number(ndcg, "difference")).isEqualTo(0.6199062, SIX_DIGITS);
        assertThat(List.of(number(ndcg, "wins"), number(ndcg, "losses"), number(ndcg, "ties")))
                .containsExactly(1.0, 0.0, 0.0);
        // One question can prove nothing: either sign is as far from 0.
        assertThat(number(ndcg, "p_value")).isEqualTo(1);
        assertThat(comparison.<String>getList("metrics.metric"))
                .containsExactly("ndcg", "map", "recall", "mrr", "ndcg", "map", "recall", "mrr");
    }

    @Test
    void runs_without_a_question_in_common_share_nothing() {
        SmallCorpus corpus = new SmallCorpus();
        String id = idOf(evaluate(corpus.request()));
        String other = idOf(evaluate(new SmallCorpus().request()));
        String judgedOtherwise = idOf(evaluate(corpus.request(Map.of(corpus.firstId, 1))));

        Api.get(EVALUATIONS + "/" + id + "/compare/" + other)
                .statusCode(200)
                .body("shared_queries", equalTo(0))
                .body("metrics", hasSize(0));
        Api.get(EVALUATIONS + "/" + id + "/compare/" + judgedOtherwise)
                .body("shared_queries", equalTo(1))
                .body("judged_differently", equalTo(1));
        Api.get(EVALUATIONS + "/" + id + "/compare/019a8f2e-4c1b-7d3e-9f00-0123456789ab")
                .statusCode(404);
        Api.get(EVALUATIONS + "/" + id + "/compare/x").statusCode(400).body("violations[0].field", equalTo("other"));
    }

    @Test
    void a_run_that_is_deleted_leaves_nothing() {
        String id = idOf(evaluate(new SmallCorpus().request()));

        given().when().delete(EVALUATIONS + "/" + id).then().statusCode(204);

        Api.get(EVALUATIONS + "/" + id).statusCode(404);
        given().when().delete(EVALUATIONS + "/" + id).then().statusCode(404);
        assertThat(rowsOf("evaluation_queries", id) + rowsOf("evaluation_results", id))
                .isZero();
    }

    @Test
    void another_jobs_id_deletes_no_job() {
        String batch = Api.post("/api/v1/admin/embeddings/batch?wait=true", Map.of("document_ids", List.of()))
                .statusCode(200)
                .extract()
                .path("job_id");

        given().when().delete(EVALUATIONS + "/" + batch).then().statusCode(404);
        Api.get("/api/v1/jobs/" + batch).statusCode(200).body("state", equalTo("succeeded"));
    }

    @Test
    void a_run_outlives_its_job() {
        String id = idOf(evaluate(new SmallCorpus().request()));
        rows.execute("delete from jobs where id = '" + id + "'");

        Api.get(EVALUATIONS + "/" + id).statusCode(200).body("state", equalTo("succeeded"));
        rows.execute("delete from evaluation_results where variant = 'fused' and evaluation_id = '" + id + "'");
        Api.get(EVALUATIONS + "/" + id).statusCode(200).body("state", equalTo("failed"));
    }

    static Stream<Arguments> badRequests() {
        String query = "\"queries\":[{\"id\":\"a\",\"text\":\"x\"}]";
        String judged = "\"judgements\":{\"a\":{\"d\":1}}";
        String both = query + "," + judged;
        return Stream.of(
                Arguments.of("", "body"),
                Arguments.of("{}", "queries"),
                Arguments.of("{" + query + "}", "judgements"),
                Arguments.of("{\"queries\":[]," + judged + "}", "queries"),
                Arguments.of("{\"queries\":[null]," + judged + "}", "queries[0]"),
                Arguments.of("{\"queries\":[{\"id\":\"a\"}]," + judged + "}", "queries[0].text"),
                Arguments.of("{\"queries\":[{\"text\":\"x\"}]," + judged + "}", "queries[0].id"),
                Arguments.of(
                        "{\"queries\":[{\"id\":\"a\",\"text\":\"" + "x".repeat(4001) + "\"}]," + judged + "}",
                        "queries[0].text"),
                Arguments.of(
                        "{\"queries\":[{\"id\":\"a\",\"text\":\"x\"},{\"id\":\"a\",\"text\":\"y\"}]," + judged + "}",
                        "queries[1].id"),
                Arguments.of(
                        "{\"queries\":[{\"id\":\"a\",\"text\":\"x\"},{\"id\":\"b\",\"text\":\"y\"}]," + judged + "}",
                        "queries[1]"),
                Arguments.of("{" + query + ",\"judgements\":{\"a\":{\"d\":1},\"b\":{\"d\":1}}}", "judgements.b"),
                Arguments.of("{" + query + ",\"judgements\":{\"a\":{\"d\":0}}}", "judgements.a"),
                Arguments.of("{" + query + ",\"judgements\":{\"a\":null}}", "queries[0]"),
                Arguments.of("{" + query + ",\"judgements\":{\"a\":{\"d\":1,\"e\":null}}}", "judgements.a.e"),
                Arguments.of("{" + query + ",\"judgements\":{\"a\":{\"d\":101}}}", "judgements.a.d"),
                Arguments.of("{" + query + ",\"judgements\":{\"a\":{\"d\":1,\"\\u0000\":1}}}", "judgements.a"),
                Arguments.of("{" + both + ",\"k\":0}", "k"),
                Arguments.of("{" + both + ",\"k\":301}", "k"),
                Arguments.of("{" + both + ",\"k\":20,\"depth\":10}", "depth"),
                Arguments.of("{" + both + ",\"depth\":301}", "depth"),
                Arguments.of("{" + both + ",\"name\":\"\"}", "name"),
                Arguments.of("{" + both + ",\"settings\":{\"capabilities\":[\"foo\"]}}", "settings.capabilities"),
                Arguments.of("{" + both + ",\"settings\":{\"weights\":{\"bm25\":-1}}}", "settings.weights.bm25"),
                Arguments.of("{" + both + ",\"settings\":{\"fusion\":\"foo\"}}", "settings.fusion"),
                Arguments.of("{" + both + ",\"settings\":{\"k1\":1}}", "settings.k1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void a_bad_request_is_refused_by_the_name_of_its_field_and_leaves_nothing(String body, String field) {
        long before = rows.count("evaluations") + rows.count("jobs");

        Api.post(EVALUATIONS, body).statusCode(400).body("violations.field", hasItem(field));

        assertThat(rows.count("evaluations") + rows.count("jobs")).isEqualTo(before);
    }

    @Test
    void too_many_questions_and_judgements_are_refused() {
        List<Map<String, String>> queries = IntStream.range(0, 10_001)
                .mapToObj(i -> Map.of("id", "q" + i, "text", "x"))
                .toList();
        Map<String, Integer> judgements = new LinkedHashMap<>();
        for (int i = 0; i < 1001; i++) {
            judgements.put("d" + i, 1);
        }
        Api.post(EVALUATIONS, Map.of("queries", queries, "judgements", Map.of("q0", judgements)))
                .statusCode(400)
                .body("violations[0].message", containsString("10000"));
        Api.post(EVALUATIONS, Map.of("queries", queries.subList(0, 1), "judgements", Map.of("q0", judgements)))
                .statusCode(400)
                .body("violations[0].field", equalTo("judgements.q0"));
        // The same mistake ten thousand times is told a hundred times.
        Api.post(EVALUATIONS, Map.of("queries", queries.subList(0, 10_000), "judgements", Map.of("q0", Map.of("d", 1))))
                .statusCode(400)
                .body("violations", hasSize(100));
    }

    private long rowsOf(String table, String evaluationId) {
        return rows.number("select count(*) from " + table + " where evaluation_id = ?::uuid", evaluationId);
    }

    private static double number(Map<String, Object> figures, String name) {
        return ((Number) Objects.requireNonNull(figures.get(name), name)).doubleValue();
    }
}
