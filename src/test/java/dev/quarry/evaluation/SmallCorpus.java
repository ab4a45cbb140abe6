package dev.quarry.evaluation;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.testing.Api;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Three documents that one word finds in a known order, by bm25: the first says it three times, the others less. */
final class SmallCorpus {
    static final String EVALUATIONS = "/api/v1/admin/evaluations";

    /** A word that no other document has; no stemmer changes it. */
    final String word;

    final String firstId;

    SmallCorpus() {
        word = "q" + UUID.randomUUID().toString().replaceAll("[^a-f]", "") + "zxk";
        firstId = store("first", word + " " + word + " " + word);
        store("second", word + " " + word + " rope");
        store("third", word + " rope sail");
    }

    String externalId(String name) {
        return word + "-" + name;
    }

    /** The question, whose answers are: second 1, third 2, and one that is not there 1; bm25 alone. */
    Map<String, Object> request() {
        return request(Map.of(externalId("second"), 1, externalId("third"), 2, externalId("missing"), 1));
    }

    Map<String, Object> request(Map<String, Integer> judgements) {
        return Map.of(
                "name", "small",
                "queries", List.of(Map.of("id", "q1", "text", word)),
                "judgements", Map.of("q1", judgements),
                "k", 2,
                "settings", Map.of("capabilities", List.of("bm25")));
    }

    /** Measures, and waits for it. */
    @CanIgnoreReturnValue
    static ValidatableResponse evaluate(Map<String, Object> request) {
        return Api.post(EVALUATIONS + "?wait=true", request).statusCode(200);
    }

    static String idOf(ValidatableResponse evaluation) {
        return evaluation.extract().path("id");
    }

    @CanIgnoreReturnValue
    private String store(String name, String content) {
        return Api.store("Log", content, "en", externalId(name))
                .statusCode(201)
                .extract()
                .path("id");
    }
}
