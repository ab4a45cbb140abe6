package dev.quarry.explorer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.testing.Api;
import dev.quarry.testing.OtherTenant;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks edited, split, joined, disabled and deleted by hand. */
@ServiceTest
class ChunkEditTest {
    private static final String DENSE = """
            select count(*) from (
              select position, row_number() over (order by position) - 1 as place from document_chunks where document_id = ?
            ) as placed where position <> place
            """;

    private static final String NOT_OF_THE_SOURCE = """
            select count(*)
            from document_chunks c
            join document_sources s on s.tenant_id = c.tenant_id and s.document_id = c.document_id
            where c.document_id = ? and c.start_offset is not null
              and c.content <> substr(s.content, c.start_offset + 1, c.end_offset - c.start_offset)
            """;

    @Inject
    Rows rows;

    @Inject
    EmbeddingSpaces spaces;

    @Test
    void an_edited_chunk_is_found_by_what_it_says_now() {
        String document = stored("Xylem handbook", "xylem", 3);
        String chunk = Chunks.of(document).get(1);

        Chunks.edit(chunk, "The flibbertone regulator AB-7788 is checked on Mondays.")
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("origin", equalTo("edited"))
                .body("version", equalTo(2))
                .body("start_offset", nullValue())
                .body("end_offset", nullValue())
                .body("embedded", equalTo(false))
                .body("position", equalTo(1))
                .body("chunk_size", equalTo(56));

        Api.search("flibbertone", 5, "bm25").body("hits[0].chunk_id", equalTo(chunk));
        Api.search("AB-7788", 5, "fuzzy").body("hits.chunk_id", hasItem(chunk));
        Api.search("\"part number 1\" xylem", 10, "bm25").body("hits.chunk_id", not(hasItem(chunk)));
        Api.awaitReady(document);
        Api.search("regulator checked on Mondays", 3, "vector").body("hits[0].chunk_id", equalTo(chunk));
        Chunks.get(chunk).body("embedded", equalTo(true)).body("version", equalTo(2));
        assertCounts();
    }

    @Test
    void the_same_content_again_changes_nothing() {
        String document = stored("Yarrow", "yarrow", 1);
        String chunk = Chunks.of(document).getFirst();
        String content = Chunks.get(chunk).extract().path("content");

        Chunks.edit(chunk, content).statusCode(200).body("version", equalTo(1)).body("origin", equalTo("source"));

        assertThat(Api.status(document)).isEqualTo("ready");
    }

    @Test
    void neighbours_are_shown_on_both_sides() {
        List<String> ids = Chunks.of(stored("Neighbours", "neighbours", 5));

        Api.get(Chunks.CHUNKS + ids.get(2) + "?context=1")
                .statusCode(200)
                .body("before.id", equalTo(ids.subList(1, 2)))
                .body("after.id", equalTo(ids.subList(3, 4)));
        Api.get(Chunks.CHUNKS + ids.get(1) + "?context=10")
                .body("before", hasSize(1))
                .body("after", hasSize(ids.size() - 2));
        Chunks.get(ids.getFirst())
                .body("before", hasSize(0))
                .body("after", hasSize(0))
                .body("title", equalTo("Neighbours"));
        for (String wrong : List.of("context=11", "context=-1", "context=two", "n=1")) {
            Api.get(Chunks.CHUNKS + ids.getFirst() + "?" + wrong)
                    .statusCode(400)
                    .body("violations[0].field", equalTo(wrong.split("=", 2)[0]));
        }
    }

    @Test
    void an_edit_of_what_was_changed_meanwhile_is_refused() {
        String chunk = Chunks.of(stored("Tags", "tags", 1)).getFirst();
        Chunks.edit(chunk, "First.", "\"1\"").statusCode(200).header("ETag", equalTo("\"2\""));

        Chunks.edit(chunk, "Second.", "\"1\"")
                .statusCode(412)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:quarry:problem:precondition-failed"))
                .body("detail", containsString("\"2\""));
        Chunks.edit(chunk, "Second.", "W/\"2\"").statusCode(412);
        Chunks.edit(chunk, "Second.", "2").statusCode(400).body("violations[0].field", equalTo("If-Match"));
        for (String what : List.of("split", "merge", "disable", "enable")) {
            given().contentType("application/json")
                    .header("If-Match", "\"1\"")
                    .body(what.equals("split") ? Map.of("offsets", List.of(2)) : Map.of())
                    .when()
                    .post(Chunks.CHUNKS + chunk + "/" + what)
                    .then()
                    .statusCode(412);
        }
        given().header("If-Match", "\"7\"")
                .when()
                .delete(Chunks.CHUNKS + chunk)
                .then()
                .statusCode(412);
        Chunks.get(chunk).body("content", equalTo("First.")).body("version", equalTo(2));

        Chunks.edit(chunk, "Second.", "\"1\", \"2\"").statusCode(200);
        Chunks.edit(chunk, "Third.", "*").statusCode(200).body("version", equalTo(4));
    }

    @Test
    void of_many_edits_of_one_version_one_is_made() throws Exception {
        String document = stored("Race", "race", 1);
        String chunk = Chunks.of(document).getFirst();
        int competitors = 8;
        CyclicBarrier together = new CyclicBarrier(competitors);
        try (ExecutorService threads = Executors.newFixedThreadPool(competitors)) {
            List<Callable<Integer>> edits = IntStream.range(0, competitors)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        together.await();
                        return Chunks.edit(chunk, "Competitor " + i + " was here.", "\"1\"")
                                .extract()
                                .statusCode();
                    })
                    .toList();

            List<Integer> statuses =
                    threads.invokeAll(edits).stream().map(Future::resultNow).toList();

            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 412).hasSize(competitors - 1);
        }
        Chunks.get(chunk).body("version", equalTo(2));
        Api.awaitReady(document);
        assertCounts();
    }

    @Test
    void splits_and_edits_of_one_document_at_once_leave_its_positions_dense() throws Exception {
        String document = stored("Crowded", "crowded", 8);
        List<String> ids = Chunks.of(document);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> changes = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(i -> () -> (switch (i % 3) {
                                case 0 -> Chunks.post(ids.get(i), "split", Map.of("offsets", List.of(20, 60)));
                                case 1 -> Chunks.edit(ids.get(i), "Edited " + i + ".");
                                default -> Chunks.post(ids.get(i), "disable");
                            })
                            .extract()
                            .statusCode())
                    .toList();

            assertThat(threads.invokeAll(changes).stream().map(Future::resultNow))
                    .containsOnly(200);
        }
        assertWhole(document);
        assertThat(Chunks.of(document)).hasSize(ids.size() + 6);
        Api.awaitReady(document);
        assertCounts();
    }

    @Test
    void parts_of_a_chunk_of_the_source_are_parts_of_the_source() {
        // Beyond the basic plane, where a character is two units.
        String document = Api.store("Split", "# Über 😀\n\nFirst 😀 part of it.   Second 😀 part of it. Third.");
        Api.awaitReady(document);
        String chunk = Chunks.of(document).getFirst();
        String content = Chunks.get(chunk).extract().path("content");
        int second = content.codePointCount(0, content.indexOf("   Second")) + 1;
        int third = content.codePointCount(0, content.indexOf("Third"));

        List<Map<String, Object>> parts = Chunks.post(chunk, "split", Map.of("offsets", List.of(second, third)))
                .statusCode(200)
                .body("chunks", hasSize(3))
                .body("chunks[0].id", equalTo(chunk))
                .body("chunks.origin", equalTo(List.of("source", "source", "source")))
                .body("chunks.position", equalTo(List.of(0, 1, 2)))
                .body("chunks[1].content", equalTo("Second 😀 part of it."))
                .body("chunks[2].content", equalTo("Third."))
                .body("chunks.version", equalTo(List.of(2, 1, 1)))
                .extract()
                .path("chunks");

        assertThat(parts)
                .allSatisfy(part -> assertThat(part.get("start_offset")).isNotNull());
        assertWhole(document);
        Api.awaitReady(document);
        Chunks.post(
                        chunk,
                        "merge",
                        Map.of(
                                "chunk_ids",
                                List.of(parts.get(1).get("id"), parts.get(2).get("id"))))
                .statusCode(200)
                .body("id", equalTo(chunk))
                .body("content", equalTo(content))
                .body("origin", equalTo("source"))
                .body("version", equalTo(3));
        assertThat(Chunks.of(document)).containsExactly(chunk);
        assertWhole(document);
        assertCounts();
    }

    @Test
    void chunks_with_something_between_them_are_joined_line_by_line() {
        String document = stored("Gap", "gap", 1);
        String first = Chunks.of(document).getFirst();
        Chunks.edit(first, "One.").statusCode(200);
        String second = Api.post(
                        Chunks.DOCUMENTS + "/" + document + "/chunks", Map.of("content", "Two.", "strategy", "x"))
                .extract()
                .path("id");

        Chunks.post(second, "merge").statusCode(409).body("detail", containsString("last"));
        Chunks.post(first, "merge")
                .statusCode(200)
                .body("content", equalTo("One.\nTwo."))
                .body("origin", equalTo("edited"))
                .body("start_offset", nullValue());
        Chunks.get(second).statusCode(404);
    }

    @Test
    void a_deleted_text_does_not_come_back_by_a_merge() {
        String document = Api.store("Deleted", "Alpha one. Beta two. Gamma three.");
        Api.awaitReady(document);
        String chunk = Chunks.of(document).getFirst();
        List<String> parts = Chunks.post(chunk, "split", Map.of("offsets", List.of(10, 20)))
                .extract()
                .path("chunks.id");
        given().when().delete(Chunks.CHUNKS + parts.get(1)).then().statusCode(204);

        Chunks.post(chunk, "merge").statusCode(200).body("content", equalTo("Alpha one.\nGamma three."));
        assertWhole(document);
    }

    @Test
    void what_cannot_be_split_or_joined_is_refused_and_stays_as_it_is() {
        String document = stored("Refused", "refused", 4);
        List<String> ids = Chunks.of(document);
        String chunk = ids.getFirst();
        for (Object offsets :
                List.of(List.of(), List.of(0), List.of(-1), List.of(5, 5), List.of(9, 3), List.of(100_000))) {
            Chunks.post(chunk, "split", Map.of("offsets", offsets))
                    .statusCode(400)
                    .body("violations[0].field", equalTo("offsets"));
        }
        Chunks.post(chunk, "split").statusCode(400).body("violations[0].field", equalTo("offsets"));
        Chunks.post(chunk, "merge")
                .statusCode(400)
                .body("violations[0].field", equalTo("chunk_ids"))
                .body("detail", containsString("tokens"));
        Chunks.post(chunk, "merge", Map.of("chunk_ids", List.of(ids.get(2)))).statusCode(409);
        Chunks.post(
                        chunk,
                        "merge",
                        Map.of("chunk_ids", List.of(UUID.randomUUID().toString())))
                .statusCode(409);
        Chunks.post(chunk, "merge", Map.of("chunk_ids", List.of())).statusCode(400);
        Chunks.post(chunk, "merge", Map.of("chunk_ids", List.of("x"))).statusCode(400);
        Chunks.edit(chunk, "word ".repeat(200)).statusCode(400).body("violations[0].field", equalTo("content"));
        Chunks.edit(chunk, " ").statusCode(400).body("violations[0].field", equalTo("content"));
        String other = Chunks.get(ids.get(1)).extract().path("content");
        Chunks.edit(chunk, other).statusCode(409).body("detail", containsString(ids.get(1)));

        assertThat(Chunks.of(document)).isEqualTo(ids);
        Chunks.get(chunk).body("version", equalTo(1));
        assertThat(Api.status(document)).isEqualTo("ready");
    }

    @Test
    void a_source_may_repeat_itself_and_an_edit_may_not() {
        String document = Api.store("Twice", "Same again. Same again.");
        String chunk = Chunks.of(document).getFirst();
        Chunks.post(chunk, "split", Map.of("offsets", List.of(11)))
                .statusCode(200)
                .body("chunks.content", equalTo(List.of("Same again.", "Same again.")));
        assertWhole(document);

        Chunks.edit(chunk, "Twice over. Twice over.").statusCode(200);
        Chunks.post(chunk, "split", Map.of("offsets", List.of(11))).statusCode(409);
        Chunks.get(chunk).body("version", equalTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/split", "/merge", "/disable", "/enable"})
    void a_chunk_that_is_not_there_cannot_be_changed(String what) {
        for (Map.Entry<String, Integer> id :
                Map.of(UUID.randomUUID().toString(), 404, "1-1", 400).entrySet()) {
            String path = Chunks.CHUNKS + id.getKey() + what;
            Map<String, Object> body = what.equals("/split") ? Map.of("offsets", List.of(1)) : Map.of();
            (what.isEmpty() ? Chunks.edit(id.getKey(), "x") : Api.post(path, body)).statusCode(id.getValue());
        }
        given().when().delete(Chunks.CHUNKS + UUID.randomUUID()).then().statusCode(404);
        Chunks.get(UUID.randomUUID().toString()).statusCode(404);
        Chunks.get("1-1").statusCode(400);
    }

    @Test
    void another_tenants_chunk_is_not_there() {
        int tenant = OtherTenant.create(rows);
        UUID document = UUID.randomUUID();
        UUID chunk = UUID.randomUUID();
        rows.execute("insert into documents (tenant_id, id, title, language, chunking_strategy, chunking_size,"
                + " chunking_overlap, content_hash, status) values (" + tenant + ", '" + document
                + "', 'Theirs', 'en', 'recursive', 128, 0, '', 'ready')");
        rows.execute(
                "insert into document_chunks (tenant_id, id, document_id, position, content, chunk_size, token_count,"
                        + " chunking_strategy, origin, heading_path, content_hash) values (" + tenant + ", '" + chunk
                        + "', '"
                        + document + "', 0, 'Theirs', 6, 1, 'x', 'added', '', '')");

        Chunks.get(chunk.toString()).statusCode(404);
        Chunks.edit(chunk.toString(), "Mine").statusCode(404);
        Api.get(Chunks.DOCUMENTS + "/" + document + "/chunks").statusCode(404);

        rows.execute("delete from documents where id = '" + document + "'");
    }

    @Test
    void a_disabled_chunk_is_found_by_nothing() {
        String document = Api.store(
                "Wombatine manual", "# Wombatine valve\n\nThe wombatine valve WX-4711 closes the quillfeather line.");
        Api.awaitReady(document);
        String chunk = Chunks.of(document).getFirst();
        assertFoundByAll(chunk, true);

        Chunks.post(chunk, "disable")
                .statusCode(200)
                .body("state", equalTo("disabled"))
                .body("embedded", equalTo(false))
                .body("version", equalTo(2));

        assertFoundByAll(chunk, false);
        Api.awaitReady(document);
        assertFoundByAll(chunk, false);
        assertThat(rows.number("select count(*) from postings where chunk_id = ?", UUID.fromString(chunk)))
                .isZero();
        assertThat(rows.number("select count(*) from chunk_spellings where chunk_id = ?", UUID.fromString(chunk)))
                .isZero();
        assertThat(rows.number("select count(*) from " + vectors() + " where chunk_id = ?", UUID.fromString(chunk)))
                .isZero();
        assertCounts();
        Chunks.post(chunk, "disable").statusCode(200).body("version", equalTo(2));

        Chunks.post(chunk, "enable").statusCode(200).body("state", equalTo("serving"));
        Api.awaitReady(document);
        assertFoundByAll(chunk, true);
        assertCounts();
    }

    @Test
    void a_disabled_chunk_is_no_hits_neighbour() {
        List<String> ids = Chunks.of(stored("Marmaladine", "marmaladine", 3));
        Chunks.post(ids.get(1), "disable").statusCode(200);

        String answer = Api.post(
                        Api.SEARCH,
                        Map.of(
                                "query",
                                "marmaladine \"part number 0\"",
                                "k",
                                1,
                                "context",
                                2,
                                "capabilities",
                                List.of("bm25")))
                .statusCode(200)
                .body("hits[0].chunk_id", equalTo(ids.get(0)))
                .extract()
                .asString();

        assertThat(answer).contains("part number 2").doesNotContain("part number 1 ");
    }

    @Test
    void the_heading_of_a_disabled_chunk_is_the_next_ones() {
        String document = Api.store("Catalogue", "# Bumbershootine\n\n" + Chunks.text("covers", 2));
        Api.awaitReady(document);
        List<String> ids = Chunks.of(document);

        Chunks.post(ids.getFirst(), "disable").statusCode(200);

        Api.search("bumbershotine", 3, "fuzzy")
                .body("hits.chunk_id", hasItem(ids.get(1)))
                .body("hits.chunk_id", not(hasItem(ids.getFirst())));
    }

    @Test
    void new_content_replaces_what_was_edited_and_keeps_disabled_what_stays() {
        String externalId = "reingest-" + UUID.randomUUID();
        String before = Chunks.text("reingest", 6);
        String document =
                Api.store("Reingest", before, "en", externalId).extract().path("id");
        List<String> ids = Chunks.of(document);
        Chunks.post(ids.get(1), "disable").statusCode(200);
        Chunks.edit(ids.get(2), "Edited by hand.").statusCode(200);
        Api.post(Chunks.DOCUMENTS + "/" + document + "/chunks", Map.of("content", "Added by hand.", "strategy", "x"))
                .statusCode(201);
        Api.store("Reingest", before, "en", externalId).statusCode(200).body("unchanged", equalTo(true));
        Chunks.get(ids.get(2)).body("content", equalTo("Edited by hand."));

        Api.store("Reingest", before + "\n\nOne more.", "en", externalId).statusCode(200);

        Chunks.get(ids.get(2)).statusCode(404);
        List<Map<String, Object>> now =
                Api.get(Chunks.DOCUMENTS + "/" + document + "/chunks").extract().path("chunks");
        assertThat(now).extracting(chunk -> chunk.get("content")).doesNotContain("Edited by hand.", "Added by hand.");
        assertThat(now)
                .filteredOn(chunk -> ids.get(1).equals(chunk.get("id")))
                .extracting(chunk -> chunk.get("state"))
                .containsExactly("disabled");
        assertWhole(document);

        // Another title makes every other chunk new.
        Api.store("Reingested", before, "en", externalId).statusCode(200).body("kept", equalTo(1));
        Chunks.get(ids.get(1)).statusCode(200).body("state", equalTo("disabled"));
        Api.awaitReady(document);
        Api.search("reingest \"part number 1\"", 10, "bm25").body("hits.chunk_id", not(hasItem(ids.get(1))));
        assertCounts();
    }

    @Test
    void changes_are_counted() {
        String chunk = Chunks.of(stored("Metrics", "metrics", 1)).getFirst();
        Chunks.edit(chunk, "Counted.").statusCode(200);
        given().when().get("/q/metrics").then().body(containsString("quarry_explorer_changes_total{kind=\"edit\"}"));
    }

    private static String stored(String title, String about, int chunks) {
        String id = Api.store(title, Chunks.text(about, chunks));
        Api.awaitReady(id);
        return id;
    }

    private static void assertFoundByAll(String chunk, boolean found) {
        var expected = found ? hasItem(chunk) : not(hasItem(chunk));
        Api.search("quillfeather", 10, "bm25").body("hits.chunk_id", expected);
        Api.search("which valve closes the quillfeather line", 10, "vector").body("hits.chunk_id", expected);
        Api.search("wombatin manual", 10, "fuzzy").body("hits.chunk_id", expected);
        Api.search("WX-4712", 10, "fuzzy").body("hits.chunk_id", expected);
        Api.post(Api.SEARCH, Map.of("filter", Map.of("title", "Wombatine manual"), "k", 100))
                .statusCode(200)
                .body("hits.chunk_id", expected);
        Api.post(Api.SEARCH, Map.of("filter", Map.of("title", "Wombatine manual"), "query", "wombatine", "k", 100))
                .statusCode(200)
                .body("hits.chunk_id", expected);
    }

    /** Positions without gaps, and offsets that are true. */
    private void assertWhole(String document) {
        UUID id = UUID.fromString(document);
        assertThat(rows.number(DENSE, id)).as("positions out of place").isZero();
        assertThat(rows.number(NOT_OF_THE_SOURCE, id)).as("false offsets").isZero();
    }

    /** The lexical index's counts are those of its postings. */
    private void assertCounts() {
        assertThat(rows.number("""
                select count(*) from (
                  select lexeme, sum(chunks) as chunks, sum(occurrences) as occurrences from (
                    select tenant_id, language, lexeme, chunks, occurrences from lexeme_totals
                    union all
                    select tenant_id, language, lexeme, chunks, occurrences from lexeme_changes
                  ) as counted
                  where lexeme <> ''
                  group by tenant_id, language, lexeme
                  having sum(chunks) <> 0
                  except
                  select lexeme, count(*), sum(frequency) from postings group by tenant_id, language, lexeme
                ) as different
                """))
                .as("lexemes that are counted otherwise than there are postings")
                .isZero();
        assertThat(rows.number("select count(*) from document_chunks")).isGreaterThan(0);
    }

    private String vectors() {
        return spaces.counted().index().vectorTable();
    }
}
