package dev.quarry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.client.DocumentUpload;
import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The samples' questions: fusing with a model that does not speak a language does its questions no harm. */
@ServiceTest
class SampleQuestionsTest {
    private static final int TOP = 3;

    @Test
    void a_question_in_a_language_that_the_model_does_not_speak_is_left_to_the_words() {
        List<String> stored = new ArrayList<>();
        for (DocumentUpload sample : DemoDocuments.read()) {
            stored.add(Api.store(sample.title(), sample.content(), null, sample.externalId())
                    .extract()
                    .path("id"));
        }
        stored.forEach(Api::awaitReady);

        try {
            theLanguageIsHeld();
        } finally {
            // Other tests search the same database.
            stored.forEach(
                    id -> RestAssured.delete(Api.DOCUMENTS + "/" + id).then().statusCode(204));
        }
    }

    private static void theLanguageIsHeld() {
        assertThat(found("it")).isGreaterThanOrEqualTo(found("it", "bm25") - 1);
        assertThat(found("en")).isGreaterThanOrEqualTo(found("en", "bm25") - 1);
    }

    /** How many questions of a language have their answer among the first few. */
    private static long found(String language, String... capabilities) {
        long found = SampleQuestion.all().stream()
                .filter(question -> question.language().equals(language))
                .filter(question -> isFound(question, capabilities))
                .count();
        System.out.printf(
                "LOAD samples language=%s capabilities=%s found=%d%n", language, List.of(capabilities), found);
        return found;
    }

    private static boolean isFound(SampleQuestion question, String... capabilities) {
        Map<String, Object> body = new HashMap<>(Map.of("query", question.question(), "k", TOP, "explain", true));
        if (capabilities.length > 0) {
            body.put("capabilities", List.of(capabilities));
        }
        ValidatableResponse answer = Api.post(Api.SEARCH, body).statusCode(200);
        List<String> contents = answer.extract().path("hits.content");
        return contents.stream().anyMatch(content -> content.contains(question.passage()));
    }
}
