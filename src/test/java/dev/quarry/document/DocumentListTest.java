package dev.quarry.document;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class DocumentListTest {
    @Inject
    Rows rows;

    private final String group = "list-" + UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({"created_at,asc", "created_at,desc", "updated_at,desc", "title,asc", "title,desc"})
    void pages_bring_every_document_once_and_in_order(String sort, String order) {
        store(7);
        List<Map<String, Object>> documents = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = list(sort, order, cursor).statusCode(200).extract().jsonPath();
            assertThat(page.getLong("total")).isEqualTo(7);
            documents.addAll(page.getList("documents"));
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        Comparator<Map<String, Object>> byKey = Comparator.comparing(document -> (String) document.get(sort));
        assertThat(documents)
                .hasSize(7)
                .extracting(document -> document.get("id"))
                .doesNotHaveDuplicates();
        assertThat(documents).isSortedAccordingTo("asc".equals(order) ? byKey : byKey.reversed());
    }

    @Test
    void fields_and_a_filter_must_all_hold() {
        store(4);

        given().queryParam("title", "Number 2")
                .queryParam("language", "en")
                .queryParam("filter", filter())
                .when()
                .get(Api.DOCUMENTS)
                .then()
                .statusCode(200)
                .body("documents.title", equalTo(List.of("Number 2")));
        given().queryParam("status", "failed")
                .queryParam("filter", filter())
                .when()
                .get(Api.DOCUMENTS)
                .then()
                .body("documents", equalTo(List.of()));
    }

    @Test
    void what_is_not_understood_is_refused_by_name() {
        Api.get(Api.DOCUMENTS + "?colour=red")
                .statusCode(400)
                .body("violations[0].field", equalTo("colour"))
                .body("detail", containsString("cursor, external_id, filter"));
        Api.get(Api.DOCUMENTS + "?sort=size").statusCode(400).body("violations[0].field", equalTo("sort"));
        Api.get(Api.DOCUMENTS + "?limit=0").statusCode(400).body("violations[0].field", equalTo("limit"));
        Api.get(Api.DOCUMENTS + "?cursor=abc").statusCode(400).body("violations[0].field", equalTo("cursor"));
        given().queryParam("filter", "{\"or\": [{\"metadata.year\": {\"above\": 1}}]}")
                .when()
                .get(Api.DOCUMENTS)
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("filter.or[0].metadata.year.above"));
    }

    @Test
    void a_cursor_of_another_order_is_refused() {
        store(7);
        String cursor = list("title", "asc", null).extract().path("next_cursor");

        list("created_at", "asc", cursor).statusCode(400).body("detail", containsString("belongs to another order"));
    }

    @Test
    void a_deletion_says_first_how_many_there_are_and_deletes_exactly_these() {
        store(3);
        String word = "w" + group.replace("-", "");

        delete(null).statusCode(400).body("detail", containsString("means 3 documents; confirm=3 deletes them"));
        delete("2").statusCode(409).body("detail", containsString("means 3 documents, and confirm says 2"));
        assertThat(list("title", "asc", null).extract().<Integer>path("total")).isEqualTo(3);
        delete("3").statusCode(200).body("deleted", equalTo(3)).body("skipped", equalTo(0));
        delete("3").statusCode(409).body("detail", containsString("means 0 documents"));

        assertThat(list("title", "asc", null).extract().<Integer>path("total")).isZero();
        Api.search(word, 10, "bm25").body("hits", equalTo(List.of()));
        assertThat(rows.number("select count(*) from document_facts where key = '.group' and text_value = ?", group))
                .isZero();
        assertThat(rows.number("select count(*) from postings where lexeme = ?", word))
                .isZero();
    }

    /** The deletion waits for the writer, whose document the filter no longer means once it has it. */
    @Test
    void a_document_that_is_changed_while_it_is_about_to_be_deleted_stays() throws Exception {
        store(2);
        Future<ValidatableResponse> deletion;
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            deletion = rows.with(connection -> {
                try (Statement statement = connection.createStatement()) {
                    int changed = statement.executeUpdate("update documents set metadata = '{}' where id = ("
                            + "select min(id::text)::uuid from documents where metadata ->> 'group' = '" + group
                            + "')");
                    assertThat(changed).isEqualTo(1);
                    statement.executeUpdate("delete from document_facts f using documents d where d.id = f.document_id"
                            + " and f.key = '.group' and f.text_value = '" + group + "' and d.metadata = '{}'");
                }
                Future<ValidatableResponse> waiting = thread.submit(() -> delete("2"));
                await().until(() -> rows.number("select count(*) from pg_locks l join pg_stat_activity a using (pid)"
                                + " where not l.granted and a.datname = current_database()")
                        > 0);
                return waiting;
            });
        }

        deletion.get().statusCode(200).body("deleted", equalTo(1)).body("skipped", equalTo(1));
    }

    @Test
    void many_documents_are_deleted_in_several_transactions() {
        store(45);

        delete("45").statusCode(200).body("deleted", equalTo(45));
        delete("0").statusCode(200).body("deleted", equalTo(0));
    }

    @Test
    void a_deletion_without_a_filter_is_refused() {
        given().when().delete(Api.DOCUMENTS).then().statusCode(400).body("violations.field", hasItem("filter"));
        given().queryParam("filter", "{}")
                .queryParam("confirm", "all")
                .when()
                .delete(Api.DOCUMENTS)
                .then()
                .statusCode(400)
                .body("violations.field", hasItem("confirm"));
    }

    private void store(int documents) {
        IntStream.range(0, documents)
                .forEach(i -> Api.post(
                                Api.DOCUMENTS,
                                Map.of(
                                        "title",
                                        "Number " + i,
                                        "content",
                                        "The w" + group.replace("-", "") + " is number " + i + " of the list.",
                                        "language",
                                        "en",
                                        "metadata",
                                        Map.of("group", group)))
                        .statusCode(201));
    }

    private String filter() {
        return JsonObject.of("metadata.group", group).encode();
    }

    private ValidatableResponse list(String sort, String order, @Nullable String cursor) {
        var request = given().queryParam("filter", filter())
                .queryParam("sort", sort)
                .queryParam("order", order)
                .queryParam("limit", 3)
                .queryParam("total", true);
        return (cursor == null ? request : request.queryParam("cursor", cursor))
                .when()
                .get(Api.DOCUMENTS)
                .then();
    }

    private ValidatableResponse delete(@Nullable String confirm) {
        var request = given().queryParam("filter", filter());
        return (confirm == null ? request : request.queryParam("confirm", confirm))
                .when()
                .delete(Api.DOCUMENTS)
                .then();
    }
}
