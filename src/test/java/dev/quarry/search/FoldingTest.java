package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Hits that say the same become one. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoldingTest {
    private static final int COPIES = 130;
    private static final String NOTICE = "Never enter the quarantine dock without the harbour master's written leave,"
            + " and keep the yellow flag where the tower can see it at all times.";
    private boolean stored;

    @BeforeEach
    void documents() {
        if (stored) {
            return;
        }
        // The very same document would be stored once.
        IntStream.range(0, COPIES)
                .forEach(i -> Api.post(
                                Api.DOCUMENTS,
                                Map.of("title", "Notice", "content", NOTICE, "metadata", Map.of("copy", i)))
                        .statusCode(oneOf(200, 201)));
        Api.store("Notice, as it was", NOTICE.replace("at all times", "all the time"));
        IntStream.range(0, 5)
                .forEach(i -> Api.store(
                        "Dock " + i,
                        "Berth %d of the quarantine dock lies behind the sheds and the crane.".formatted(i)));
        stored = true;
    }

    /** The copies alone fill the depth to which a leg is asked at first, 100. */
    @Test
    void k_that_differ_come_back_when_they_exist() {
        ValidatableResponse answer = search(6, true);

        List<String> contents = answer.body("hits", hasSize(6)).extract().path("hits.content");
        assertThat(contents).doesNotHaveDuplicates();
        List<String> duplicates = answer.extract().path("hits.find { it.content.startsWith('Never') }.duplicates");
        assertThat(duplicates).hasSizeGreaterThanOrEqualTo(COPIES - 1).doesNotHaveDuplicates();
    }

    @Test
    void every_copy_is_a_hit_where_the_caller_wants_it() {
        search(50, false)
                .body("hits", hasSize(50))
                .body("hits.content", everyItem(startsWith("Never enter the quarantine dock")))
                .body("hits.duplicates", everyItem(nullValue()));
    }

    private static ValidatableResponse search(int k, boolean fold) {
        return Api.post(
                        Api.SEARCH,
                        Map.of(
                                "query",
                                "quarantine dock harbour master's written leave",
                                "k",
                                k,
                                "capabilities",
                                List.of("bm25"),
                                "fold",
                                fold))
                .statusCode(200);
    }
}
