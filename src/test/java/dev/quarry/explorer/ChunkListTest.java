package dev.quarry.explorer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A document's chunks, listed and added to. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkListTest {
    @Inject
    Rows rows;

    private String document = "";

    @BeforeEach
    void document() {
        if (document.isEmpty()) {
            document = Api.store("Listed chunks", Chunks.text("the list", 7) + "\n\n# Annex\n\nShort.");
            Api.awaitReady(document);
            rows.execute(
                    "update document_chunks set chunking_strategy = 'fixed' where position % 2 = 1 and document_id = '"
                            + document + "'");
        }
    }

    @ParameterizedTest
    @CsvSource({"position,asc", "position,desc", "size,asc", "size,desc", "created_at,asc", "created_at,desc"})
    void it_is_sorted_as_asked_and_pages_follow_each_other(String by, String order) {
        List<Map<String, Object>> all =
                list(Map.of("sort_by", by, "order", order)).extract().path("chunks");
        String field = by.equals("size") ? "chunk_size" : by;
        Comparator<Map<String, Object>> ascending = Comparator.comparing(chunk -> key(chunk.get(field)));
        assertThat(all)
                .hasSizeGreaterThan(6)
                .isSortedAccordingTo(order.equals("asc") ? ascending : ascending.reversed());

        list(Map.of("sort_by", by, "order", order, "limit", 3, "offset", 2))
                .body(
                        "chunks.id",
                        equalTo(all.subList(2, 5).stream()
                                .map(chunk -> chunk.get("id"))
                                .toList()))
                .body("total", equalTo(all.size()));
    }

    @Test
    void its_numbers_are_those_of_plain_sql() {
        UUID id = UUID.fromString(document);
        list(Map.of())
                .body("total", equalTo((int)
                        rows.number("select count(*) from document_chunks where document_id = ?", id)))
                .body("chunks.embedded", everyItem(equalTo(true)))
                .body("chunks.state", everyItem(equalTo("serving")));
        list(Map.of("strategy", "fixed"))
                .body("chunks.chunking_strategy", everyItem(equalTo("fixed")))
                .body("total", equalTo((int) rows.number(
                        "select count(*) from document_chunks where document_id = ? and chunking_strategy = 'fixed'",
                        id)));
        list(Map.of("min_size", 300))
                .body("chunks.chunk_size", everyItem(greaterThanOrEqualTo(300)))
                .body("total", equalTo((int) rows.number(
                        "select count(*) from document_chunks where document_id = ? and length(content) >= 300", id)));
        list(Map.of("min_size", 100_000)).body("chunks", hasSize(0)).body("total", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "offset=x",
                "skip=-2",
                "min_size=-1",
                "min_size=big",
                "min_size=9999999999",
                "sort_by=chunk_size",
                "order=down",
                "strategy=",
                "status=ready"
            })
    void what_is_not_understood_is_refused_by_its_name(String query) {
        Api.get(Chunks.DOCUMENTS + "/" + document + "/chunks?" + query)
                .statusCode(400)
                .body("violations[0].field", equalTo(query.split("=", 2)[0]));
    }

    @Test
    void a_document_that_is_not_there_has_no_list() {
        Api.get(Chunks.DOCUMENTS + "/" + UUID.randomUUID() + "/chunks").statusCode(404);
        Api.get(Chunks.DOCUMENTS + "/1-1-1-1-1/chunks").statusCode(400).body("violations[0].field", equalTo("id"));
        Api.post(Chunks.DOCUMENTS + "/" + UUID.randomUUID() + "/chunks", Map.of("content", "x", "strategy", "manual"))
                .statusCode(404);
    }

    @Test
    void an_added_chunk_is_the_last_and_found_by_words_and_meaning() {
        String id = Api.store("Mooring", Chunks.text("mooring", 2));
        Api.awaitReady(id);
        String path = Chunks.DOCUMENTS + "/" + id + "/chunks";

        String chunk = Api.post(
                        path,
                        Map.of("content", " The quokkaberg buoy belongs to the harbour master. ", "strategy", "faq"))
                .statusCode(201)
                .header("Location", containsString(Chunks.CHUNKS))
                .body("keySet()", hasSize(2))
                .body("created_at", not(nullValue()))
                .extract()
                .path("id");

        Api.search("quokkaberg", 5, "bm25").body("hits[0].chunk_id", equalTo(chunk));
        Api.awaitReady(id);
        Api.search("Who owns the quokkaberg buoy?", 5, "vector").body("hits.chunk_id", hasItem(chunk));
        Chunks.get(chunk)
                .statusCode(200)
                .header("ETag", equalTo("\"1\""))
                .body("content", equalTo("The quokkaberg buoy belongs to the harbour master."))
                .body("chunking_strategy", equalTo("faq"))
                .body("origin", equalTo("added"))
                .body("start_offset", nullValue())
                .body("embedded", equalTo(true))
                .body("position", equalTo(Chunks.of(id).size() - 1));
        Api.post(path, Map.of("content", "The quokkaberg buoy belongs to the harbour master.", "strategy", "faq"))
                .statusCode(409)
                .body("type", equalTo("urn:quarry:problem:conflict"));
    }

    @Test
    void what_cannot_be_a_chunk_is_refused() {
        String path = Chunks.DOCUMENTS + "/" + document + "/chunks";
        Map<String, Object> blank = new HashMap<>();
        blank.put("content", " ");
        Api.post(path, blank).statusCode(400).body("violations[0].field", equalTo("content"));
        Api.post(path, Map.of("strategy", "x")).statusCode(400).body("violations[0].field", equalTo("content"));
        Api.post(path, Map.of("content", "x", "strategy", " "))
                .statusCode(400)
                .body("violations[0].field", equalTo("strategy"));
        Api.post(path, Map.of("content", "x", "size", 3)).statusCode(400);
        Api.post(path, Map.of("content", "word ".repeat(200), "strategy", "x"))
                .statusCode(400)
                .body("violations[0].field", equalTo("content"))
                .body("detail", containsString("200 tokens"));
        given().contentType("application/json").when().post(path).then().statusCode(400);
    }

    private ValidatableResponse list(Map<String, ?> parameters) {
        return given().queryParams(parameters)
                .when()
                .get(Chunks.DOCUMENTS + "/" + document + "/chunks")
                .then()
                .statusCode(200);
    }

    private static String key(@Nullable Object value) {
        return value instanceof Number number ? "%012d".formatted(number.longValue()) : String.valueOf(value);
    }
}
