package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.search.rerank.StubReranker;
import dev.quarry.search.rerank.StubReranker.Behaviour;
import dev.quarry.testing.Api;
import dev.quarry.testing.FreePort;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service with a reranker, which may be away. */
@ServiceTest
@TestProfile(RerankedSearchTest.WithReranker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RerankedSearchTest {
    private static final String KEY = "rr-must-not-be-seen";
    private static final int DOCUMENTS = 8;

    private static StubReranker stub;

    private boolean stored;

    @BeforeAll
    static void start() {
        URI url = URI.create(ConfigProvider.getConfig().getValue("quarry.rerank.url", String.class));
        stub = StubReranker.start(url.getPort());
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    /** The stub likes long passages best. */
    @BeforeEach
    void documents() {
        stub.behave(Behaviour.WELL);
        if (!stored) {
            IntStream.range(0, DOCUMENTS)
                    .forEach(i -> Api.store("Gimbal " + i, "The gimbal turns" + " and turns".repeat(i) + "."));
            stored = true;
        }
    }

    @Test
    void the_best_are_put_in_the_rerankers_order() {
        ValidatableResponse answer = search(Map.of())
                .body("hits", hasSize(DOCUMENTS))
                .body("rerank.status", equalTo("ok"))
                .body("rerank.passages", equalTo(DOCUMENTS))
                .body("degraded", equalTo(false))
                .body("hits[0].rerank.rank", equalTo(1));
        List<String> contents = answer.extract().path("hits.content");

        assertThat(contents.stream().map(String::length)).isSortedAccordingTo((one, other) -> other - one);
        assertThat(stub.received().getLast().authorization()).isEqualTo("Bearer " + KEY);
    }

    @Test
    void it_is_asked_without_the_signs_of_the_query() {
        search(Map.of("query", "gimbal \"and turns\" -petrol")).body("rerank.status", equalTo("ok"));

        assertThat(stub.received().getLast().body().get("query").asText()).isEqualTo("gimbal and turns");
    }

    @Test
    void pages_of_a_reranked_search_fit_together() {
        List<String> all = search(Map.of()).extract().path("hits.chunk_id");
        ValidatableResponse first = search(Map.of("k", 3));
        ValidatableResponse second =
                search(Map.of("k", 3, "cursor", first.extract().<String>path("next")));

        assertThat(second.extract().<List<String>>path("hits.chunk_id")).isEqualTo(all.subList(3, 6));
    }

    @Test
    void without_it_the_fused_order_is_answered_and_said_to_be_degraded() {
        List<String> fused = search(Map.of("rerank", false))
                .body("rerank", nullValue())
                .body("hits.rerank", everyItem(nullValue()))
                .extract()
                .path("hits.chunk_id");

        for (Behaviour behaviour : List.of(Behaviour.UNWELL, Behaviour.TOO_MANY, Behaviour.GARBAGE, Behaviour.SILENT)) {
            stub.behave(behaviour);
            List<String> kept = search(Map.of("explain", true))
                    .body("degraded", equalTo(true))
                    .body("rerank.status", equalTo(behaviour == Behaviour.SILENT ? "late" : "failed"))
                    .body("rerank.error", containsString("the reranker 127.0.0.1"))
                    .body("rerank.error", not(containsString(KEY)))
                    .body("explain.times_ms", hasKey("rerank"))
                    .extract()
                    .path("hits.chunk_id");
            assertThat(kept).isEqualTo(fused);
        }
        Api.get("/q/metrics").body(containsString("quarry_rerank_request_seconds_count{outcome=\"late\"}"));
    }

    private static ValidatableResponse search(Map<String, Object> options) {
        Map<String, Object> body =
                new HashMap<>(Map.of("query", "gimbal", "capabilities", List.of("bm25"), "fold", false));
        body.putAll(options);
        return Api.post(Api.SEARCH, body).statusCode(200);
    }

    /** Reranker and key as somebody would set them. */
    public static class WithReranker implements QuarkusTestProfile {
        /** The profile is loaded apart from the test, and cannot hand it an object. */
        private static final int PORT = FreePort.find();

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.rerank.url", "http://127.0.0.1:" + PORT,
                    "quarry.rerank.model", "stub",
                    "quarry.rerank.deadline", "2s",
                    "quarry.rerank.breaker-failures", "100",
                    "quarry.rerank.api-key", KEY);
        }
    }
}
