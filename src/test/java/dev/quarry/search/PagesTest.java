package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A ranking, and a listing, page by page. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final int DOCUMENTS = 230;

    @Inject
    Rows rows;

    private boolean stored;

    @BeforeEach
    void documents() {
        if (stored) {
            return;
        }
        IntStream.range(0, DOCUMENTS)
                .forEach(i -> Api.post(
                                Api.DOCUMENTS,
                                Map.of(
                                        "title",
                                        "Quillfish " + i,
                                        "content",
                                        "Quillfish number %d %s.".formatted(i, "swims to the reef ".repeat(1 + i % 7)),
                                        "metadata",
                                        Map.of("set", "quillfish")))
                        .statusCode(201));
        // Vectors that arrive between two pages would move hits over their border.
        await().atMost(Duration.ofMinutes(2))
                .until(() -> rows.number(
                                "select count(*) from documents where title like 'Quillfish %' and status <> 'ready'")
                        == 0);
        stored = true;
    }

    /** Also beyond the depth to which the legs are asked at first, 100. */
    @Test
    void the_pages_of_a_ranking_hold_every_hit_once_and_in_order() {
        List<String> paged = allPages(Map.of("query", "quillfish", "k", 30, "capabilities", List.of("bm25")));

        assertThat(paged).hasSize(DOCUMENTS).doesNotHaveDuplicates();
        List<String> whole =
                chunkIds(search(Map.of("query", "quillfish", "k", 100, "capabilities", List.of("bm25")), null));
        assertThat(paged).startsWith(whole.toArray(String[]::new));
    }

    /** As deep as the legs are asked at first: beyond, vector and fuzzy may find better than they did before. */
    @Test
    void the_pages_of_several_legs_hold_no_hit_twice() {
        List<String> four = pages(Map.of("query", "quillfish 17 reef", "k", 20), 4);

        assertThat(four).hasSize(80).doesNotHaveDuplicates();
    }

    @Test
    void the_pages_of_a_listing_hold_every_chunk_once() {
        assertThat(allPages(Map.of("filter", Map.of("metadata.set", "quillfish"), "k", 70)))
                .hasSize(DOCUMENTS)
                .doesNotHaveDuplicates();
    }

    /** vector has more than it was asked for at first, but none of it says this. */
    @Test
    void a_phrase_that_few_passages_hold_is_not_looked_for_deeper() {
        search(Map.of("query", "\"quillfish number 17\"", "k", 10, "explain", true), null)
                .body("hits", hasSize(1))
                .body("explain.depth", equalTo(100))
                .body("degraded", equalTo(false))
                .body("next", nullValue());
    }

    @Test
    void a_cursor_of_another_question_is_refused() {
        String next =
                search(Map.of("query", "quillfish", "k", 3), null).extract().path("next");

        Api.post(Api.SEARCH, Map.of("query", "reef", "k", 3, "cursor", next))
                .statusCode(400)
                .body("violations[0].field", equalTo("cursor"))
                .body("detail", containsString("another question"));
        Api.post(Api.SEARCH, Map.of("query", "quillfish", "k", 4, "cursor", next))
                .statusCode(400);
        Api.post(Api.SEARCH, Map.of("query", "quillfish", "k", 3, "cursor", next, "explain", true))
                .statusCode(200);
    }

    private static List<String> allPages(Map<String, Object> request) {
        return pages(request, 50);
    }

    private static List<String> pages(Map<String, Object> request, int most) {
        List<String> all = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < most; page++) {
            ValidatableResponse answer = search(request, cursor);
            all.addAll(chunkIds(answer));
            cursor = answer.extract().path("next");
            if (cursor == null) {
                return all;
            }
        }
        return all;
    }

    private static List<String> chunkIds(ValidatableResponse answer) {
        return answer.extract().path("hits.chunk_id");
    }

    private static ValidatableResponse search(Map<String, Object> request, @Nullable String cursor) {
        Map<String, Object> body = new HashMap<>(request);
        if (cursor != null) {
            body.put("cursor", cursor);
        }
        return Api.post(Api.SEARCH, body).statusCode(200);
    }
}
