package dev.quarry.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ServiceTest
class ChunkingResourceTest {
    private static final String PREVIEW = "/api/v1/chunking/preview";
    private static final String STRATEGIES = "/api/v1/chunking/strategies";

    @Test
    void a_preview_shows_what_storing_would_cut() {
        String content = manual();
        Map<String, Object> chunking = Map.of("strategy", "sentence", "size", 40, "overlap", 10);

        Map<String, Object> preview = Api.post(PREVIEW, Map.of("content", content, "chunking", chunking))
                .statusCode(200)
                .body("strategy", equalTo("sentence"))
                .body("size", equalTo(40))
                .body("overlap", equalTo(10))
                .extract()
                .path("$");
        int stored = Api.post(Api.DOCUMENTS, Map.of("title", "Manual", "content", content, "chunking", chunking))
                .statusCode(201)
                .body("chunking_strategy", equalTo("sentence"))
                .extract()
                .path("total_chunks");

        assertThat(preview).containsEntry("total_chunks", stored);
        int[] characters = content.codePoints().toArray();
        assertThat(chunks(preview)).hasSize(stored).allSatisfy(chunk -> {
            int start = number(chunk, "start");
            int end = number(chunk, "end");
            assertThat(new String(characters, start, end - start)).isEqualTo(chunk.get("content"));
            assertThat(chunk).containsEntry("chunk_size", end - start).containsEntry("heading_path", "Lay-up 😀");
            assertThat(number(chunk, "tokens")).isBetween(1, 40);
        });
        assertThat(chunks(preview).getFirst()).doesNotContainKey("shared_with_previous");
        assertThat(chunks(preview).get(1))
                .hasEntrySatisfying(
                        "shared_with_previous",
                        shared -> assertThat(shared)
                                .isEqualTo(number(chunks(preview).get(0), "end")
                                        - number(chunks(preview).get(1), "start")));
    }

    @Test
    void a_preview_stores_nothing() {
        String word = "preview" + UUID.randomUUID().toString().replace("-", "");

        Api.post(PREVIEW, Map.of("content", word + " is nowhere.", "title", word))
                .statusCode(200);

        Api.search(word, 10, "bm25").body("hits", hasSize(0));
    }

    @Test
    void a_part_of_the_chunks_can_be_asked_for_and_the_figures_are_of_all() {
        Map<String, Object> request = Map.of("content", manual(), "chunking", Map.of("size", 20));
        List<Map<String, Object>> all =
                chunks(Api.post(PREVIEW, request).statusCode(200).extract().path("$"));
        List<Integer> tokens =
                all.stream().map(chunk -> (Integer) chunk.get("tokens")).toList();

        Map<String, Object> part = Api.post(PREVIEW + "?limit=2&offset=3", request)
                .statusCode(200)
                .body("total_chunks", equalTo(all.size()))
                .body(
                        "tokens.min",
                        equalTo(tokens.stream().min(Integer::compare).orElseThrow()))
                .body(
                        "tokens.max",
                        equalTo(tokens.stream().max(Integer::compare).orElseThrow()))
                .extract()
                .path("$");

        assertThat(chunks(part)).isEqualTo(all.subList(3, 5));
        Api.post(PREVIEW + "?offset=999999", request).statusCode(200).body("chunks", hasSize(0));
        Api.post(PREVIEW + "?limit=1001", request).statusCode(400).body("violations[0].field", equalTo("limit"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                | content           | is required",
                "{\"content\":\" \"}                               | content           | must not be blank",
                "{\"content\":\"a\",\"chunking\":{\"strategy\":\"x\"}} | chunking.strategy | allowed: recursive, fixed,"
                        + " sentence, markdown, page, semantic",
                "{\"content\":\"a\",\"chunking\":{\"size\":7}}     | chunking.size     | between 8 and 126",
                "{\"content\":\"a\",\"chunking\":{\"size\":127}}   | chunking.size     | between 8 and 126",
                "{\"content\":\"a\",\"chunking\":{\"size\":20,\"overlap\":11}} | chunking.overlap | half of the size,"
                        + " which is 10",
                "{\"content\":\"a\",\"chunks\":1}                  | chunks            | ''"
            })
    void what_is_wrong_is_named_with_what_is_allowed(String body, String field, String message) {
        Api.post(PREVIEW, body)
                .statusCode(400)
                .body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    @Test
    void a_content_beyond_the_previews_limit_is_refused() {
        Api.post(PREVIEW, Map.of("content", "a ".repeat(500_001)))
                .statusCode(400)
                .body("violations[0].field", equalTo("content"))
                .body("violations[0].message", containsString("at most 1000000 are taken"));
    }

    @Test
    void a_text_with_too_many_sentences_for_its_meaning_is_refused_and_not_stored() {
        String word = "Sentence" + UUID.randomUUID().toString().replace("-", "");
        Map<String, Object> request = Map.of(
                "title", word, "content", (word + ". ").repeat(4_001), "chunking", Map.of("strategy", "semantic"));

        Api.post(Api.DOCUMENTS, request)
                .statusCode(400)
                .body("violations[0].field", equalTo("chunking.strategy"))
                .body("violations[0].message", containsString("at most 4000 sentences and this text has 4001"));

        Api.search(word, 10, "bm25").body("hits", hasSize(0));
    }

    @ParameterizedTest
    @EnumSource
    void a_document_is_stored_and_found_by_every_strategy(ChunkingStrategy strategy) {
        String word = strategy.label() + UUID.randomUUID().toString().replace("-", "");

        String id = Api.post(
                        Api.DOCUMENTS,
                        Map.of(
                                "title",
                                "Winter",
                                "content",
                                manual() + "\fThe " + word + " is drained first.",
                                "chunking",
                                Map.of("strategy", strategy.label(), "size", 40)))
                .statusCode(201)
                .body("chunking_strategy", equalTo(strategy.label()))
                .extract()
                .path("id");

        Api.awaitReady(id);
        Api.search(word, 5, "bm25").body("hits.document_id", hasItem(id));
    }

    @Test
    void another_chunking_of_the_same_text_cuts_the_document_anew_and_keeps_what_stays() {
        String externalId = "cut-" + UUID.randomUUID();
        // Under 40 tokens every strategy makes one chunk of the first page.
        String content = "A page by itself.\f" + sentences();
        int before = store(externalId, content, Map.of("strategy", "page", "size", 40))
                .statusCode(201)
                .extract()
                .path("total_chunks");

        Map<String, Integer> changes = store(externalId, content, Map.of("strategy", "page", "size", 20))
                .statusCode(200)
                .body("version", equalTo(2))
                .body("$", not(hasKey("unchanged")))
                .extract()
                .path("$");

        assertThat(changes.get("kept")).isEqualTo(1);
        assertThat(changes.get("removed")).isEqualTo(before - 1);
        assertThat(changes.get("added")).isEqualTo(Objects.requireNonNull(changes.get("total_chunks")) - 1);
        store(externalId, content, Map.of("strategy", "fixed", "size", 20, "overlap", 4))
                .statusCode(200)
                .body("version", equalTo(3))
                .body("chunking_strategy", equalTo("fixed"));
        store(externalId, content, Map.of("strategy", "fixed", "size", 20, "overlap", 4))
                .body("unchanged", equalTo(true))
                .body("version", equalTo(3));
    }

    @Test
    void a_document_that_says_nothing_of_its_chunking_stays_as_it_is_cut() {
        String externalId = "stays-" + UUID.randomUUID();
        int chunks = store(externalId, manual(), Map.of("strategy", "sentence", "size", 20))
                .statusCode(201)
                .extract()
                .path("total_chunks");

        Api.store("Manual", manual(), "en", externalId)
                .statusCode(200)
                .body("unchanged", equalTo(true))
                .body("chunking_strategy", equalTo("sentence"))
                .body("total_chunks", equalTo(chunks));
    }

    @Test
    void the_strategies_are_listed_with_what_they_may_be_asked() {
        List<String> names = Api.get(STRATEGIES)
                .statusCode(200)
                .body("size.min", equalTo(8))
                .body("size.max", equalTo(126))
                .body("size.default_value", equalTo(126))
                .body("overlap.max", equalTo(63))
                .extract()
                .path("strategies.name");

        assertThat(names)
                .isEqualTo(Arrays.stream(ChunkingStrategy.values())
                        .map(ChunkingStrategy::label)
                        .toList());
        assertThat(Api.get("/q/openapi?format=json")
                        .extract()
                        .<List<String>>path("components.schemas.Chunking.properties.strategy.enum"))
                .isEqualTo(names);
    }

    private static ValidatableResponse store(String externalId, String content, Map<String, Object> chunking) {
        return Api.post(
                Api.DOCUMENTS,
                Map.of(
                        "title", "Manual",
                        "content", content,
                        "language", "en",
                        "external_id", externalId,
                        "chunking", chunking));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> chunks(Map<String, Object> preview) {
        return (List<Map<String, Object>>) Objects.requireNonNull(preview.get("chunks"));
    }

    private static int number(Map<String, Object> chunk, String field) {
        return (int) Objects.requireNonNull(chunk.get(field));
    }

    private static String manual() {
        return "# Lay-up 😀\n\n" + sentences();
    }

    private static String sentences() {
        return IntStream.range(0, 30)
                .mapToObj("Step %d of the winter lay-up is read aloud, ticked off and signed by the crew."::formatted)
                .collect(Collectors.joining(" "));
    }
}
