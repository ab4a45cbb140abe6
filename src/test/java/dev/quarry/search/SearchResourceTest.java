package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchResourceTest {
    private String anchor = "";
    private String cruciate = "";
    private String kestrel = "";

    @BeforeEach
    void documents() {
        if (!anchor.isEmpty()) {
            return;
        }
        anchor = Api.store("Windlass", "The windlass lifts the anchor; its gearbox takes 0.4 litres of SAE 90 oil.");
        cruciate = Api.store(
                        "Crociato",
                        "Dopo la ricostruzione del legamento crociato si riprende la corsa alla dodicesima settimana.",
                        "it",
                        null)
                .statusCode(201)
                .extract()
                .path("id");
        kestrel = Api.store("Kestrel logbook", "A small falcon hovers over the meadow looking for mice.");
        List.of(anchor, cruciate, kestrel).forEach(Api::awaitReady);
    }

    @Test
    void three_capabilities_answer_and_are_reported() {
        Api.search("how much oil does the windlass gearbox take", 5)
                .body("hits[0].document_id", equalTo(anchor))
                .body("hits[0].legs.vector.rank", equalTo(1))
                .body("hits[0].legs.bm25.rank", equalTo(1))
                .body("hits[0].content", containsString("0.4 litres"))
                .body("legs.capability", contains("vector", "fuzzy", "bm25"))
                .body("legs.status", everyItem(equalTo("ok")))
                .body("degraded", equalTo(false));
    }

    @Test
    void meaning_is_found_without_a_common_word() {
        Api.search("bird of prey hunting rodents", 3, "vector").body("hits[0].document_id", equalTo(kestrel));
        Api.search("bird of prey hunting rodents", 1000, "bm25").body("hits.document_id", not(hasItem(kestrel)));
    }

    @Test
    void italian_words_are_stemmed_as_italian() {
        Api.search("legamenti crociati ricostruiti", 3, "bm25").body("hits[0].document_id", equalTo(cruciate));
    }

    @Test
    void one_word_of_many_is_enough() {
        Api.search("falcon spreadsheet carburettor quantum", 3, "bm25").body("hits[0].document_id", equalTo(kestrel));
    }

    @Test
    void a_misspelled_title_is_found() {
        Api.search("kestrl logbok", 3, "fuzzy").body("hits[0].document_id", equalTo(kestrel));
    }

    @Test
    void a_pending_document_is_found_by_its_words_at_once() {
        String id = Api.store("Xylophone", "The xylophone stands in the saloon.");

        Api.search("xylophone", 3, "bm25").body("hits[0].document_id", equalTo(id));
    }

    @Test
    void phrases_and_exclusions_hold_whatever_leg_found_the_passage() {
        String gearBox = Api.store("Oddments I", "Grease the sprocket gear before the box is closed. Flotsam.");
        String apart = Api.store("Oddments II", "The sprocket box holds a gear. Jetsam and flotsam.");
        List.of(gearBox, apart).forEach(Api::awaitReady);

        Api.search("\"sprocket gear\"", 10).body("hits.document_id", contains(gearBox));
        Api.search("sprocket -jetsam", 1000)
                .body("hits.document_id", hasItem(gearBox))
                .body("hits.document_id", not(hasItem(apart)));
        Api.search("flotsam -\"sprocket gear\"", 1000, "bm25").body("hits.document_id", contains(apart));
        Api.search("\"sprocket quantum\"", 10).body("hits", empty()).body("degraded", equalTo(false));
        Api.search("sprocket \"gear", 10, "bm25").body("hits.document_id", hasItem(apart));
    }

    @Test
    void too_many_phrases_are_refused() {
        Api.post(Api.SEARCH, Map.of("query", "\"a\" ".repeat(17)))
                .statusCode(400)
                .body("violations[0].field", equalTo("query"));
    }

    @Test
    void k_bounds_the_hits() {
        IntStream.range(0, 12).forEach(i -> Api.store("Marmalade " + i, "Marmalade number " + i + " on toast."));

        Api.search("marmalade", 7, "bm25").body("hits", hasSize(7));
        Api.search("marmalade", 1).body("hits", hasSize(1));
    }

    @Test
    void a_query_of_stop_words_or_signs_is_no_error() {
        // Only of English passages: to other languages these are words.
        Map<String, Object> stopWords = Map.of(
                "query", "the of and", "k", 3, "capabilities", List.of("bm25"), "filter", Map.of("language", "en"));
        Api.post(Api.SEARCH, stopWords).statusCode(200).body("hits", empty());
        Api.search("!!! :* & | ( \\ ' \" <->", 3).body("degraded", equalTo(false));
    }

    @Test
    void weights_and_the_kind_of_fusion_are_the_callers_choice() {
        Map<String, Object> request = Map.of(
                "query",
                "windlass oil",
                "k",
                3,
                "fusion",
                "reciprocal_rank",
                "weights",
                Map.of("vector", 0, "fuzzy", 0));

        Api.post(Api.SEARCH, request)
                .statusCode(200)
                .body("hits[0].document_id", equalTo(anchor))
                .body("hits[0].score", lessThanOrEqualTo(1f / 61));
    }

    @Test
    void a_search_that_cannot_meet_its_deadline_says_so_in_time() {
        long began = System.nanoTime();

        Api.post(Api.SEARCH, Map.of("query", "windlass oil", "deadline_ms", 1)).statusCode(anyOf(is(200), is(503)));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void a_capability_alone_keeps_its_own_order_across_languages() {
        List<Float> scores = Api.search("legamento crociato the gearbox of mice per litre", 50, "bm25")
                .extract()
                .path("hits.legs.bm25.score");

        assertThat(scores).isSortedAccordingTo(Comparator.reverseOrder()).hasSizeGreaterThan(2);
    }

    @Test
    void the_address_bar_can_search() {
        Api.get(Api.SEARCH + "?q=windlass&k=2&capability=bm25")
                .statusCode(200)
                .body("hits[0].document_id", equalTo(anchor))
                .body("legs", hasSize(1));
        Api.get(Api.SEARCH + "?q=windlass&k=two").statusCode(400).body("violations[0].field", equalTo("k"));
    }

    @Test
    void every_leg_is_measured() {
        Api.search("windlass", 3);

        Api.get("/q/metrics")
                .statusCode(200)
                .body(containsString("quarry_search_leg_seconds_count{capability=\"bm25\",status=\"ok\"}"))
                .body(containsString("quarry_database_transaction_seconds_count{"));
        Api.get("/q/health/ready").statusCode(200).body("checks.size()", greaterThan(0));
    }
}
