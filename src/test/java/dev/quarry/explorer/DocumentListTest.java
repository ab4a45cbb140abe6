package dev.quarry.explorer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of documents, held against numbers counted by plain SQL. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentListTest {
    private static final String MARK = "Zephyranthes";

    @Inject
    Rows rows;

    @Inject
    EmbeddingSpaces spaces;

    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void documents() {
        if (!ids.isEmpty()) {
            return;
        }
        for (int chunks : new int[] {1, 5, 3}) {
            String id = Api.store(MARK + " volume " + chunks, Chunks.text("volume " + chunks, chunks));
            ids.add(id);
            Api.awaitReady(id);
        }
        String empty = Api.store(MARK + " without chunks", Chunks.text("nothing", 1));
        Api.awaitReady(empty);
        given().when()
                .delete(Chunks.CHUNKS + Chunks.of(empty).getFirst())
                .then()
                .statusCode(204);
        Api.awaitReady(empty);
        ids.add(empty);
        // As if cut by another strategy, and one not embedded yet.
        rows.execute("update document_chunks set chunking_strategy = 'fixed' where document_id = '" + ids.get(1)
                + "' and position > 1");
        rows.execute(
                "delete from " + vectors() + " where chunk_id in (select id from document_chunks where document_id = '"
                        + ids.get(1) + "' and position = 0)");
        rows.execute(
                "update documents set status = 'failed', next_attempt_at = 'infinity' where id = '" + ids.get(2) + "'");
    }

    @Test
    void its_numbers_are_those_of_plain_sql() {
        List<Map<String, Object>> listed = list(Map.of("title", MARK)).extract().path("documents");

        assertThat(listed).hasSize(4);
        for (Map<String, Object> document : listed) {
            Counted counted = counted(UUID.fromString(String.valueOf(document.get("id"))));
            assertThat(document.get("total_chunks")).isEqualTo(counted.chunks());
            assertThat(document.get("embedded_chunks")).isEqualTo(counted.embedded());
            assertThat(document.get("most_used_strategy")).isEqualTo(counted.strategy());
            assertThat(key(document.get("avg_chunk_size"))).isEqualTo(key(counted.average()));
        }
    }

    @Test
    void it_has_the_fields_of_the_contract_and_no_others() {
        list(Map.of("title", MARK + " volume 5"))
                .body("documents", hasSize(1))
                .body("total", equalTo(1))
                .body(
                        "documents[0].keySet()",
                        containsInAnyOrder(
                                "id",
                                "title",
                                "created_at",
                                "most_used_strategy",
                                "total_chunks",
                                "avg_chunk_size",
                                "embedded_chunks",
                                "status"))
                .body("documents[0].most_used_strategy", equalTo("fixed"))
                .body("documents[0].total_chunks", equalTo(5))
                .body("documents[0].embedded_chunks", equalTo(4))
                .body("documents[0].status", equalTo("ready"));
    }

    /** A chunk of a document that is called ready lacks its vector: no proof; of one that is at work it is looked up. */
    @Test
    void the_order_of_embedded_chunks_is_theirs_whether_it_is_proven_or_compared() {
        for (String status : List.of("ready", "failed")) {
            rows.execute("update documents set status = '" + status + "', next_attempt_at = 'infinity' where id = '"
                    + ids.get(1) + "'");
            List<Integer> embedded = Api.get("/api/v1/admin/documents?sort_by=embedded_chunks&limit=1000")
                    .statusCode(200)
                    .extract()
                    .path("documents.embedded_chunks");
            assertThat(embedded).contains(4, 0).isSortedAccordingTo(Comparator.reverseOrder());
        }
        rows.execute("update documents set status = 'ready' where id = '" + ids.get(1) + "'");
    }

    @Test
    void a_document_without_chunks_has_no_strategy_and_no_size() {
        list(Map.of("title", MARK + " without"))
                .body("documents[0].total_chunks", equalTo(0))
                .body("documents[0].embedded_chunks", equalTo(0))
                .body("documents[0].most_used_strategy", nullValue())
                .body("documents[0].avg_chunk_size", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "created_at,desc",
        "created_at,asc",
        "title,asc",
        "title,desc",
        "status,asc",
        "total_chunks,desc",
        "total_chunks,asc",
        "embedded_chunks,desc",
        "avg_chunk_size,desc",
        "avg_chunk_size,asc",
        "most_used_strategy,asc"
    })
    void it_is_sorted_as_asked_and_pages_follow_each_other(String by, String order) {
        List<Map<String, Object>> all = list(Map.of("title", MARK, "sort_by", by, "order", order))
                .extract()
                .path("documents");
        Comparator<String> direction = order.equals("asc") ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Comparator<Map<String, Object>> comparator =
                Comparator.comparing(document -> key(document.get(by)), Comparator.nullsLast(direction));
        assertThat(all).isSortedAccordingTo(comparator);

        List<Object> paged = new ArrayList<>();
        for (int offset = 0; offset < all.size(); offset += 3) {
            list(Map.of("title", MARK, "sort_by", by, "order", order, "limit", 3, "skip", offset))
                    .body("total", equalTo(4))
                    .extract()
                    .<List<Object>>path("documents.id")
                    .forEach(paged::add);
        }
        assertThat(paged)
                .isEqualTo(all.stream().map(document -> document.get("id")).toList());
    }

    @Test
    void it_is_filtered_by_status_strategy_and_title() {
        list(Map.of("title", MARK.toUpperCase(Locale.ROOT), "status", "failed"))
                .body("documents.id", contains(ids.get(2)))
                .body("total", equalTo(1));
        list(Map.of("title", MARK, "strategy", "fixed"))
                .body("documents.id", contains(ids.get(1)))
                .body("total", equalTo(1));
        list(Map.of("title", "100% nobody_" + MARK)).body("documents", empty()).body("total", equalTo(0));
        list(Map.of("title", MARK, "offset", 1000)).body("documents", empty()).body("total", equalTo(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=ten",
                "offset=-1",
                "skip=x",
                "offset=1&skip=2",
                "sort_by=size",
                "order=up",
                "status=done",
                "title=",
                "strategy= ",
                "page=2",
                "limit=1&limit=2",
                "title=a\u0000b"
            })
    void what_is_not_understood_is_refused_by_its_name(String query) {
        Api.get(Chunks.DOCUMENTS + "?" + query)
                .statusCode(400)
                .body("type", equalTo("urn:quarry:problem:invalid-request"))
                .body("violations[0].field", equalTo(query.contains("skip=2") ? "skip" : query.split("=", 2)[0]));
    }

    @Test
    void the_limits_themselves_are_taken() {
        list(Map.of("limit", 1)).body("documents", hasSize(1));
        list(Map.of("limit", 1000)).body("total", greaterThanOrEqualTo(4));
    }

    @Test
    void the_total_is_of_the_same_moment_as_the_page() throws Exception {
        String mark = "Snapshot" + UUID.randomUUID().toString().substring(0, 8);
        AtomicBoolean goesOn = new AtomicBoolean(true);
        try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> writing = IntStream.range(0, 2)
                    .mapToObj(writer -> writers.submit(() -> {
                        int stored = 0;
                        while (goesOn.get()) {
                            String id = Api.store(
                                    mark + " " + writer + " " + stored++, "Short " + stored + " of " + writer);
                            if (stored % 2 == 0) {
                                given().when()
                                        .delete(Api.DOCUMENTS + "/" + id)
                                        .then()
                                        .statusCode(204);
                            }
                        }
                        return stored;
                    }))
                    .toList();
            int last = -1;
            int changes = 0;
            for (int i = 0; i < 60; i++) {
                ValidatableResponse answer = list(Map.of("title", mark, "limit", 1000));
                int total = answer.extract().path("total");
                answer.body("documents", hasSize(total));
                changes += total == last ? 0 : 1;
                last = total;
            }
            goesOn.set(false);
            for (Future<Integer> writer : writing) {
                assertThat(writer.get()).isPositive();
            }
            assertThat(changes).as("totals seen").isGreaterThan(3);
        }
    }

    @Test
    void the_description_names_every_parameter() {
        String description =
                given().accept("application/json").when().get("/q/openapi").asString();
        assertThat(description)
                .contains("listDocumentsWithChunks", "avg_chunk_size", "min_size", "/api/v1/chunks/{id}/split");
    }

    private static ValidatableResponse list(Map<String, ?> parameters) {
        return given().queryParams(parameters)
                .when()
                .get(Chunks.DOCUMENTS)
                .then()
                .statusCode(200);
    }

    private static @Nullable String key(@Nullable Object value) {
        return value instanceof Number number
                ? String.format(Locale.ROOT, "%020.3f", number.doubleValue())
                : (String) value;
    }

    private String vectors() {
        return spaces.counted().index().vectorTable();
    }

    private record Counted(
            int chunks,
            int embedded,
            @Nullable Double average,
            @Nullable String strategy) {}

    /** Counted with nothing that the service's statement uses: one number at a time, the mode in Java. */
    private Counted counted(UUID document) {
        return rows.with(connection -> {
            Map<String, Integer> strategies = new HashMap<>();
            int chunks = 0;
            int embedded = 0;
            long size = 0;
            try (PreparedStatement statement = connection.prepareStatement(
                    "select chunking_strategy, length(content), id in (select chunk_id from " + vectors()
                            + ") from document_chunks where document_id = ?")) {
                statement.setObject(1, document);
                ResultSet row = statement.executeQuery();
                while (row.next()) {
                    chunks++;
                    strategies.merge(row.getString(1), 1, Integer::sum);
                    size += row.getInt(2);
                    embedded += row.getBoolean(3) ? 1 : 0;
                }
            }
            return new Counted(
                    chunks,
                    embedded,
                    chunks == 0 ? null : (double) size / chunks,
                    strategies.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey)
                            .orElse(null));
        });
    }
}
