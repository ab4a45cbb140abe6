package dev.quarry.testing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.oneOf;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service's own interface, as tests use it. */
public final class Api {
    public static final String DOCUMENTS = "/api/v1/documents";
    public static final String SEARCH = "/api/v1/search";
    private static final Duration READY_DEADLINE = Duration.ofSeconds(30);

    private Api() {}

    /** Posts any JSON body. */
    public static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post(path)
                .then();
    }

    public static ValidatableResponse get(String path) {
        return given().when().get(path).then();
    }

    /** Stores a document and gives its id. */
    @CanIgnoreReturnValue
    public static String store(String title, String content) {
        return post(DOCUMENTS, Map.of("title", title, "content", content))
                .statusCode(oneOf(200, 201))
                .extract()
                .path("id");
    }

    /** Stores a document in a language under an external id. */
    public static ValidatableResponse store(
            String title, String content, @Nullable String language, @Nullable String externalId) {
        Map<String, Object> body = new HashMap<>(Map.of("title", title, "content", content));
        if (language != null) {
            body.put("language", language);
        }
        if (externalId != null) {
            body.put("external_id", externalId);
        }
        return post(DOCUMENTS, body);
    }

    public static String status(String documentId) {
        return get(DOCUMENTS + "/" + documentId).statusCode(200).extract().path("status");
    }

    public static void awaitReady(String documentId) {
        await().atMost(READY_DEADLINE).until(() -> "ready".equals(status(documentId)));
    }

    /** Searches with some capabilities, or with all of them. */
    @CanIgnoreReturnValue
    public static ValidatableResponse search(String query, int k, String... capabilities) {
        Map<String, Object> body = new HashMap<>(Map.of("query", query, "k", k));
        if (capabilities.length > 0) {
            body.put("capabilities", List.of(capabilities));
        }
        return post(SEARCH, body).statusCode(200);
    }
}
