package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is shown beside a hit: the chunks around it, the places of the question's words. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HitDetailsTest {
    @Inject
    Rows rows;

    @Inject
    Database database;

    @Inject
    EmbeddingSpaces spaces;

    private String manual = "";

    @BeforeEach
    void documents() {
        if (!manual.isEmpty()) {
            return;
        }
        String content = IntStream.range(0, 120)
                .mapToObj(i -> "Step %d of the refrigeration manual %s."
                        .formatted(i, i == 60 ? "bleeds the zephyrvalve" : "checks a pipe"))
                .collect(Collectors.joining("\n\n"));
        manual = Api.post(
                        Api.DOCUMENTS,
                        Map.of(
                                "title",
                                "Refrigeration",
                                "content",
                                content,
                                "metadata",
                                Map.of("book", "refrigeration")))
                .statusCode(201)
                .extract()
                .path("id");
        var _ = Api.store(
                "Injection",
                "<b>Zephyrmotors</b> & \uE000\uE001 other 😀 zephyrmotor <script>alert(1)</script>",
                "en",
                null);
        Api.awaitReady(manual);
    }

    @Test
    void the_chunks_around_a_hit_are_shown_in_order_and_not_the_hit_itself() {
        ValidatableResponse answer = search("zephyrvalve", Map.of("k", 1, "context", 2));
        int position =
                answer.body("hits[0].document_id", equalTo(manual)).extract().path("hits[0].position");

        answer.body("hits[0].context.position", contains(position - 2, position - 1, position + 1, position + 2));
    }

    @Test
    void no_chunk_is_in_an_answer_twice() {
        ValidatableResponse answer = search("refrigeration manual pipe", Map.of("k", 5, "context", 10, "fold", false));
        List<String> shown = new ArrayList<>(answer.extract().<List<String>>path("hits.chunk_id"));
        shown.addAll(answer.extract().<List<String>>path("hits.context.flatten().chunk_id"));

        assertThat(shown).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    }

    @Test
    void a_listing_has_context_too() {
        Api.post(Api.SEARCH, Map.of("filter", Map.of("metadata.book", "refrigeration"), "k", 1, "context", 1))
                .statusCode(200)
                .body("hits", hasSize(1))
                .body("hits[0].context.position", contains(1));
    }

    @Test
    void nothing_is_shown_that_was_not_asked_for() {
        search("zephyrvalve", Map.of("k", 1))
                .body("hits.context", everyItem(nullValue()))
                .body("hits.highlights", everyItem(nullValue()));
    }

    /** Stemmed as the document's language is; the text itself is not touched, whatever it holds. */
    @Test
    void the_places_of_the_words_are_told_in_code_points() {
        ValidatableResponse answer = search("zephyrmotors \"quoted' & | ! (", Map.of("k", 1, "highlight", true));
        String content = answer.extract().path("hits[0].content");
        List<Map<String, Integer>> highlights = answer.extract().path("hits[0].highlights");

        assertThat(highlights.stream().map(place -> part(content, place)))
                .containsExactly("Zephyrmotors", "zephyrmotor");
    }

    @Test
    void a_hit_without_any_of_the_words_has_no_highlights() {
        search("unrelatedword", Map.of("k", 1, "highlight", true, "capabilities", List.of("vector")))
                .body("hits[0].highlights", empty());
    }

    @Test
    void diversity_changes_the_order_and_loses_nothing() {
        Map<String, Object> all = Map.of("k", 10, "fold", false, "capabilities", List.of("vector"));
        List<String> plain = ids(search("refrigeration pipe", all));
        Map<String, Object> diverse = new HashMap<>(all);
        diverse.put("diversity", 0.9);
        List<String> reordered = ids(search("refrigeration pipe", diverse));

        assertThat(reordered).hasSize(10).doesNotHaveDuplicates().isNotEqualTo(plain);
        assertThat(reordered.getFirst()).isEqualTo(plain.getFirst());
    }

    @Test
    void without_vectors_the_order_stays_and_is_said_to_be_degraded() {
        Map<String, Object> plain = Map.of("k", 10, "fold", false);
        Map<String, Object> diverse = new HashMap<>(plain);
        diverse.put("diversity", 0.9);
        diverse.put("deadline_ms", 500);
        List<String> order = ids(search("refrigeration pipe", plain));

        ValidatableResponse answer = rows.with(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("lock table " + vectors() + " in access exclusive mode");
            }
            return search("refrigeration pipe", diverse);
        });

        answer.body("degraded", equalTo(true));
        assertThat(ids(answer)).isEqualTo(order);
        search("refrigeration pipe", Map.of("diversity", 0.9)).body("degraded", equalTo(false));
    }

    @Test
    void the_hits_are_answered_even_when_nothing_can_be_shown_beside_them() {
        Passage hit = new Passage(new UUID(0, 1), new UUID(0, 2), "t", "c", 0, null, "", new JsonObject(), "");
        SearchQuery late = new SearchQuery(TenantId.DEFAULT, "x", DocumentFilter.EVERYTHING, 1, Duration.ofNanos(1));

        HitDetails.Fetched fetched = new HitDetails(database)
                .of(List.of(hit), late, new Shape.Details(1, true, false))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(fetched.complete()).isFalse();
        assertThat(fetched.highlightsOf(hit.id())).isNull();
        assertThat(fetched.contextOf(hit.id())).isNull();
    }

    private String vectors() {
        String name = "space_" + spaces.serving().space().id() + "_vectors";
        return rows.number("select count(*) from pg_class where relname = '" + name + "'") > 0
                ? name
                : name.replace("_vectors", "_embeddings");
    }

    private static List<String> ids(ValidatableResponse answer) {
        return answer.extract().path("hits.chunk_id");
    }

    private static String part(String content, Map<String, Integer> place) {
        int start = content.offsetByCodePoints(0, place.getOrDefault("start", -1));
        return content.substring(start, content.offsetByCodePoints(0, place.getOrDefault("end", -1)));
    }

    private static ValidatableResponse search(String query, Map<String, Object> options) {
        Map<String, Object> body = new HashMap<>(Map.of("query", query, "capabilities", List.of("bm25")));
        body.putAll(options);
        return Api.post(Api.SEARCH, body).statusCode(200);
    }
}
