package dev.quarry.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A filter without a question. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingTest {
    private String older = "";
    private String newer = "";

    @BeforeEach
    void documents() {
        if (!older.isEmpty()) {
            return;
        }
        older = store("Ledger one", "alpha");
        newer = store("Ledger two", "beta");
    }

    @Test
    void the_newest_document_comes_first_and_its_chunks_in_their_order() {
        List<Map<String, Object>> hits = list(Map.of("metadata.ledger", Map.of("in", List.of("alpha", "beta"))), 1000)
                .body("legs", empty())
                .body("degraded", equalTo(false))
                .body("hits.score", everyItem(nullValue()))
                .extract()
                .path("hits");

        List<String> documents =
                hits.stream().map(hit -> String.valueOf(hit.get("document_id"))).toList();
        assertThat(documents.stream().distinct()).containsExactly(newer, older);
        List<Object> positions = hits.stream()
                .filter(hit -> newer.equals(hit.get("document_id")))
                .map(hit -> hit.get("position"))
                .toList();
        assertThat(positions)
                .hasSizeGreaterThan(1)
                .isEqualTo(IntStream.range(0, positions.size()).boxed().collect(Collectors.toList()));
    }

    @Test
    void only_the_documents_that_are_meant_are_listed() {
        list(Map.of("metadata.ledger", "alpha"), 1000)
                .body("hits", not(empty()))
                .body("hits.document_id", everyItem(equalTo(older)));
        list(Map.of("metadata.ledger", "nobody"), 10).body("hits", empty());
        list(Map.of("metadata.ledger", "alpha"), 2).body("hits", hasSize(2));
    }

    @Test
    void a_blank_query_is_none() {
        Api.post(Api.SEARCH, Map.of("query", " ", "filter", Map.of("metadata.ledger", "alpha")))
                .statusCode(200)
                .body("hits.document_id", everyItem(equalTo(older)));
    }

    @Test
    void the_address_bar_lists_too() {
        given().queryParams(Map.of("k", 1, "filter", "{\"metadata.ledger\":\"beta\"}"))
                .when()
                .get(Api.SEARCH)
                .then()
                .statusCode(200)
                .body("hits", hasSize(1))
                .body("hits[0].document_id", equalTo(newer));
    }

    static ValidatableResponse list(Map<String, Object> filter, int k) {
        return Api.post(Api.SEARCH, Map.of("filter", filter, "k", k)).statusCode(200);
    }

    private static String store(String title, String ledger) {
        String content = IntStream.range(0, 60)
                .mapToObj(i -> "Entry %d of the %s ledger balances what was bought and sold.".formatted(i, ledger))
                .collect(Collectors.joining("\n\n"));
        return Api.post(Api.DOCUMENTS, Map.of("title", title, "content", content, "metadata", Map.of("ledger", ledger)))
                .statusCode(201)
                .extract()
                .path("id");
    }
}
