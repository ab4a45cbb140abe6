package dev.quarry.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What all chunks come to, held against numbers counted by plain SQL while nothing changes. */
@ServiceTest
class ChunkStatsTest {
    private static final String OURS = " from document_chunks where tenant_id = 1";

    @Inject
    Rows rows;

    @Inject
    EmbeddingSpaces spaces;

    @Test
    void they_are_the_numbers_of_plain_sql() {
        String shared = "A paragraph that three documents have, about the nasturtium in the galley.";
        List<String> documents = List.of(
                Api.store("One copy", shared), Api.store("Two copies", shared), Api.store("Three copies", shared));
        String edited = Api.store("Edited", "Something else.");
        documents.forEach(Api::awaitReady);
        Api.awaitReady(edited);
        Chunks.edit(Chunks.of(edited).getFirst(), "Edited, yes.").statusCode(200);
        String disabled = Chunks.of(Api.store("Disabled", "Not to be found.")).getFirst();
        Chunks.post(disabled, "disable").statusCode(200);
        String stops = Api.store("The", "is of the and");
        String empty = Api.store("Empty", "Gone soon.");
        RestAssured.delete(Chunks.CHUNKS + Chunks.of(empty).getFirst()).then().statusCode(204);
        Api.awaitReady(stops);
        await().until(() -> rows.number("select count(*) from documents where status <> 'ready' and tenant_id = 1"
                        + " and next_attempt_at <= now()")
                == 0);
        rows.execute("delete from " + vectors() + " where chunk_id = '"
                + Chunks.of(documents.getFirst()).getFirst() + "'");

        JsonPath stats = stats();

        assertThat(stats.getLong("documents")).isEqualTo(number("select count(*) from documents where tenant_id = 1"));
        assertThat(stats.getLong("chunks")).isEqualTo(number("select count(*)" + OURS));
        assertThat(stats.getLong("states.serving"))
                .isEqualTo(number("select count(*)" + OURS + " and state = 'serving'"));
        assertThat(stats.getLong("states.disabled"))
                .isEqualTo(number("select count(*)" + OURS + " and state = 'disabled'"))
                .isPositive();
        for (String origin : List.of("source", "edited", "added")) {
            assertThat(stats.getLong("origins." + origin))
                    .isEqualTo(number("select count(*)" + OURS + " and origin = '" + origin + "'"));
        }
        assertThat(stats.getLong("sizes.smallest")).isEqualTo(number("select min(length(content))" + OURS));
        assertThat(stats.getLong("sizes.largest")).isEqualTo(number("select max(length(content))" + OURS));
        assertThat(Math.round(stats.getDouble("sizes.average")))
                .isEqualTo(number("select round(avg(length(content)))" + OURS));
        assertBars(stats, "sizes", "length(content)");
        assertBars(stats, "tokens", "token_count");
        for (Map<String, Object> strategy : stats.<Map<String, Object>>getList("strategies")) {
            String of = OURS + " and chunking_strategy = '" + strategy.get("strategy") + "'";
            assertThat(count(strategy, "chunks")).isEqualTo(number("select count(*)" + of));
            assertThat(count(strategy, "documents")).isEqualTo(number("select count(distinct document_id)" + of));
        }
        for (Map<String, Object> language : stats.<Map<String, Object>>getList("languages")) {
            String of = "from documents d where tenant_id = 1 and language = '" + language.get("language") + "'";
            assertThat(count(language, "documents")).isEqualTo(number("select count(*) " + of));
            assertThat(count(language, "chunks"))
                    .isEqualTo(
                            number("select count(*) from document_chunks where document_id in (select id " + of + ")"));
        }
        String embedded = " and state = 'serving' and id in (select chunk_id from " + vectors() + ")";
        assertThat(stats.getLong("vectors.embedded")).isEqualTo(number("select count(*)" + OURS + embedded));
        assertThat(stats.getLong("vectors.missing"))
                .isEqualTo(number("select count(*)" + OURS + embedded.replace("id in", "id not in")))
                .isPositive();
        assertDuplicates(stats);
        assertThat(stats.getLong("orphans.documents_without_chunks"))
                .isEqualTo(number("select count(*) from documents where tenant_id = 1"
                        + " and id not in (select document_id from document_chunks)"))
                .isPositive();
        assertThat(stats.getLong("orphans.vectors_without_serving_chunk"))
                .isEqualTo(number("select count(*) from " + vectors()
                        + " where tenant_id = 1 and chunk_id not in (select id" + OURS + " and state = 'serving')"));
        assertThat(stats.getLong("orphans.serving_chunks_without_words"))
                .isEqualTo(number("select count(*)" + OURS
                        + " and state = 'serving' and id not in (select chunk_id from postings)"));
        assertThat(stats.getLong("orphans.counted_without_chunk")).isZero();
    }

    @Test
    void what_was_made_by_hand_is_told() {
        String document = Api.store("By hand", "Its vector stays, its chunk serves no more.");
        Api.awaitReady(document);
        long before = stats().getLong("orphans.vectors_without_serving_chunk");
        String chunk = Chunks.of(document).getFirst();

        rows.execute("update document_chunks set state = 'disabled' where id = '" + chunk + "'");

        assertThat(stats().getLong("orphans.vectors_without_serving_chunk")).isEqualTo(before + 1);
        Api.search("its vector stays", 10, "vector").body("hits.chunk_id", not(hasItem(chunk)));
        rows.execute("update document_chunks set state = 'serving' where id = '" + chunk + "'");
    }

    @Test
    void no_parameter_is_known() {
        Api.get("/api/v1/admin/chunks/stats?tenant=1").statusCode(400).body("violations[0].field", equalTo("tenant"));
    }

    private void assertDuplicates(JsonPath stats) {
        String groups = "(select content_hash, count(*) as chunks" + OURS
                + " group by content_hash having count(distinct document_id) > 1) as groups";
        assertThat(stats.getLong("duplicates.groups"))
                .isEqualTo(number("select count(*) from " + groups))
                .isPositive();
        assertThat(stats.getLong("duplicates.chunks")).isEqualTo(number("select sum(chunks) from " + groups));
        for (Map<String, Object> group : stats.<Map<String, Object>>getList("duplicates.largest")) {
            String of = OURS + " and encode(content_hash, 'hex') = '" + group.get("content_hash") + "'";
            assertThat(count(group, "chunks")).isEqualTo(number("select count(*)" + of));
            assertThat(count(group, "documents"))
                    .isEqualTo(number("select count(distinct document_id)" + of))
                    .isGreaterThan(1);
            assertThat(number("select count(*)" + of + " and id = '" + group.get("chunk_id") + "'"))
                    .isOne();
        }
    }

    private void assertBars(JsonPath stats, String of, String column) {
        List<Map<String, Object>> bars = stats.getList(of + ".histogram");
        assertThat(bars.stream().mapToLong(bar -> count(bar, "chunks")).sum())
                .isEqualTo(number("select count(*)" + OURS));
        for (Map<String, Object> bar : bars) {
            String below = bar.get("below") == null ? "" : " and " + column + " < " + bar.get("below");
            assertThat(count(bar, "chunks"))
                    .isEqualTo(number("select count(*)" + OURS + " and " + column + " >= " + bar.get("from") + below));
        }
    }

    private static JsonPath stats() {
        return Api.get("/api/v1/admin/chunks/stats").statusCode(200).extract().jsonPath();
    }

    private static long count(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column))).longValue();
    }

    private long number(String sql) {
        return rows.number(sql);
    }

    private String vectors() {
        return spaces.counted().index().vectorTable();
    }
}
