package dev.quarry.explorer;

import static io.restassured.RestAssured.given;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.testing.Api;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The explorer's interface, as tests use it. */
final class Chunks {
    static final String CHUNKS = "/api/v1/chunks/";
    static final String DOCUMENTS = "/api/v1/admin/documents";

    private Chunks() {}

    /** Sentences that fill a chunk each; {@code about} is in every one of them. */
    static String text(String about, int chunks) {
        return IntStream.range(0, chunks)
                .mapToObj(i ->
                        ("Paragraph %d about %s. It tells in many words what the crew does with part number %d when"
                                        + " winter comes: it is taken out, cleaned with fresh water, dried, greased, wrapped in oiled"
                                        + " cloth, and put on shelf %d, where it stays until the ice has gone and the first warm wind"
                                        + " from the south lets the boats be painted, rigged, and brought down to the harbour again.")
                                .formatted(i, about, i, i))
                .collect(Collectors.joining("\n\n"));
    }

    /** Ids by position. */
    static List<String> of(String documentId) {
        return Api.get(DOCUMENTS + "/" + documentId + "/chunks?limit=1000")
                .statusCode(200)
                .extract()
                .path("chunks.id");
    }

    static ValidatableResponse get(String id) {
        return Api.get(CHUNKS + id);
    }

    @CanIgnoreReturnValue
    static ValidatableResponse post(String id, String what) {
        return post(id, what, Map.of());
    }

    @CanIgnoreReturnValue
    static ValidatableResponse post(String id, String what, Object body) {
        return Api.post(CHUNKS + id + "/" + what, body);
    }

    @CanIgnoreReturnValue
    static ValidatableResponse edit(String id, String content) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("content", content))
                .when()
                .patch(CHUNKS + id)
                .then();
    }

    @CanIgnoreReturnValue
    static ValidatableResponse edit(String id, String content, String ifMatch) {
        return given().contentType(ContentType.JSON)
                .header("If-Match", ifMatch)
                .body(Map.of("content", content))
                .when()
                .patch(CHUNKS + id)
                .then();
    }
}
