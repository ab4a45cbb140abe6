package dev.quarry.document;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@ServiceTest
class DocumentEditTest {
    private static final int COMPETITORS = 8;

    private final String name = UUID.randomUUID().toString();

    @Test
    void a_patch_changes_what_it_names_and_removes_what_is_null() {
        String id = stored(Map.of("a", 1, "b", Map.of("c", 2, "d", 3)));

        Map<String, @Nullable Object> metadata =
                new HashMap<>(Map.of("b", new HashMap<>(Map.of("d", 4)), "e", List.of(5)));
        metadata.put("a", null);
        patch(id, Map.of("source_uri", "https://example.org/x", "metadata", metadata), null)
                .statusCode(200)
                .body("source_uri", equalTo("https://example.org/x"))
                .body("metadata", equalTo(Map.of("b", Map.of("c", 2, "d", 4), "e", List.of(5))))
                .body("version", equalTo(1));

        given().queryParam("filter", "{\"metadata.b.d\": 4, \"external_id\": \"" + name + "\"}")
                .get(Api.DOCUMENTS)
                .then()
                .body("documents.id", equalTo(List.of(id)));
        given().queryParam("filter", "{\"metadata.a\": 1, \"external_id\": \"" + name + "\"}")
                .get(Api.DOCUMENTS)
                .then()
                .body("documents", equalTo(List.of()));
    }

    @Test
    void another_title_is_embedded_anew_and_another_text_only_where_it_changed() {
        String id = stored(Map.of());
        Api.awaitReady(id);

        patch(id, Map.of("title", "Renamed " + name), null)
                .statusCode(200)
                .body("version", equalTo(2))
                .body("status", equalTo("pending"))
                .body("kept", equalTo(0))
                .body("added", equalTo(1));
        Api.awaitReady(id);
        patch(id, Map.of("content", text() + "\n\nAnd more of it, in another paragraph."), null)
                .statusCode(200)
                .body("version", equalTo(3));
    }

    @Test
    void a_wrong_patch_is_refused_and_changes_nothing() {
        String id = stored(Map.of());
        Api.awaitReady(id);
        String before = Api.get(Api.DOCUMENTS + "/" + id).extract().asString();
        Map<String, @Nullable Object> untitled = new HashMap<>();
        untitled.put("title", null);

        patch(id, Map.of("colour", "red"), null).statusCode(400).body("violations[0].field", equalTo("colour"));
        patch(id, untitled, null).statusCode(400).body("violations[0].field", equalTo("title"));
        patch(id, Map.of("metadata", "x"), null).statusCode(400).body("violations[0].field", equalTo("metadata"));
        patch(id, Map.of(), null).statusCode(400);
        patch(UUID.randomUUID().toString(), Map.of("title", "x"), null).statusCode(404);

        assertThat(Api.get(Api.DOCUMENTS + "/" + id).extract().asString()).isEqualTo(before);
    }

    @Test
    void an_external_id_is_given_once() {
        String id = stored(Map.of());
        Api.store("Other", text(), "en", name + "-other").statusCode(201);

        patch(id, Map.of("external_id", name + "-other"), null)
                .statusCode(409)
                .body("detail", containsString("another document has this external_id"));
        patch(id, Map.of("external_id", name + "-new"), null).statusCode(200);
        Api.get(Api.DOCUMENTS + "/" + id).body("external_id", equalTo(name + "-new"));
    }

    @Test
    void whoever_was_overtaken_is_told_so() {
        String id = stored(Map.of());
        String tag = tag(id);

        patch(id, Map.of("metadata", Map.of("by", "first")), tag).statusCode(200);

        patch(id, Map.of("metadata", Map.of("by", "second")), tag)
                .statusCode(412)
                .body("type", equalTo("urn:quarry:problem:precondition-failed"));
        patch(id, Map.of("title", "Second"), tag).statusCode(412);
        given().header("If-Match", tag).delete(Api.DOCUMENTS + "/" + id).then().statusCode(412);
        post("If-Match", tag).statusCode(412);
        post("If-None-Match", "*").statusCode(412);
        Api.get(Api.DOCUMENTS + "/" + id).body("metadata.by", equalTo("first"));
        post("If-Match", tag(id)).statusCode(200);
        given().header("If-Match", tag(id))
                .delete(Api.DOCUMENTS + "/" + id)
                .then()
                .statusCode(204);
        post("If-Match", "*").statusCode(412);
        post("If-Match", "no tag").statusCode(400);
    }

    @Test
    void a_tag_changes_with_all_that_is_seen_and_readiness_is_no_edit() {
        String id = stored(Map.of());
        Api.awaitReady(id);
        String ready = tag(id);
        given().header("If-None-Match", ready)
                .get(Api.DOCUMENTS + "/" + id)
                .then()
                .statusCode(304);

        String pending = patch(id, Map.of("title", "Again " + name), ready)
                .statusCode(200)
                .extract()
                .header("ETag");
        Api.awaitReady(id);
        String again = tag(id);

        assertThat(again).isNotEqualTo(pending).isNotEqualTo(ready);
        given().header("If-None-Match", pending)
                .get(Api.DOCUMENTS + "/" + id)
                .then()
                .statusCode(200)
                .body("error", nullValue());
        patch(id, Map.of("source_uri", "x"), pending).statusCode(200);
    }

    @Test
    void of_many_who_change_one_state_one_does() throws Exception {
        String id = stored(Map.of());
        String tag = tag(id);

        List<Integer> statuses = together(i ->
                patch(id, Map.of("metadata", Map.of("by", i)), tag).extract().statusCode());

        assertThat(statuses).containsOnlyOnce(200).allMatch(status -> status == 200 || status == 412);
    }

    @Test
    void nothing_is_lost_of_many_changes_at_once() throws Exception {
        String id = stored(Map.of());

        List<Integer> statuses = together(i -> patch(id, Map.of("metadata", Map.of("by" + i, i)), null)
                .extract()
                .statusCode());

        assertThat(statuses).containsOnly(200);
        Map<String, Object> metadata =
                Api.get(Api.DOCUMENTS + "/" + id).extract().path("metadata");
        assertThat(metadata).hasSize(COMPETITORS);
    }

    @Test
    void the_same_document_many_times_at_once_is_one_document() throws Exception {
        Map<String, Object> document = Map.of("title", "Same " + name, "content", text(), "metadata", Map.of("n", 1));

        List<String> ids =
                together(i -> Api.post(Api.DOCUMENTS, document).extract().path("id"));

        assertThat(ids).doesNotContainNull().containsOnly(ids.getFirst());
        Api.post(Api.DOCUMENTS, document).statusCode(200).body("unchanged", equalTo(true));
        Api.post(Api.DOCUMENTS, Map.of("title", "Same " + name, "content", text(), "metadata", Map.of("n", 2)))
                .statusCode(201);
        Api.store("Same " + name, text(), null, name + "-own").statusCode(201);
    }

    private interface Competitor<T> {
        T run(int number);
    }

    private static <T> List<T> together(Competitor<T> competitor) throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(COMPETITORS);
        try (ExecutorService threads = Executors.newFixedThreadPool(COMPETITORS)) {
            List<Callable<T>> requests = IntStream.range(0, COMPETITORS)
                    .<Callable<T>>mapToObj(i -> () -> {
                        together.await();
                        return competitor.run(i);
                    })
                    .toList();
            return threads.invokeAll(requests).stream().map(Future::resultNow).toList();
        }
    }

    private String text() {
        return "The bilge pump of " + name + " is cleaned every spring, and its strainer too.";
    }

    private String stored(Map<String, Object> metadata) {
        return Api.post(
                        Api.DOCUMENTS,
                        Map.of(
                                "title",
                                "Pump " + name,
                                "content",
                                text(),
                                "external_id",
                                name,
                                "language",
                                "en",
                                "metadata",
                                metadata))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private ValidatableResponse post(String header, String value) {
        return given().header(header, value)
                .contentType(ContentType.JSON)
                .body(Map.of("title", "Posted", "content", text(), "external_id", name))
                .post(Api.DOCUMENTS)
                .then();
    }

    private static ValidatableResponse patch(String id, Map<String, ?> patch, @Nullable String ifMatch) {
        var request = given().contentType("application/merge-patch+json")
                .body(new io.vertx.core.json.JsonObject(new HashMap<>(patch)).encode());
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .patch(Api.DOCUMENTS + "/" + id)
                .then();
    }

    private static String tag(String id) {
        return Api.get(Api.DOCUMENTS + "/" + id).extract().header("ETag");
    }
}
