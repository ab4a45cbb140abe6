package dev.quarry.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample's table in the search, as callers see it. */
@QuarkusTest
@Tag("database")
@WithTestResource(PartsDatabase.class)
@TestProfile(OwnTables.class)
class OwnTablesResourceTest {
    private static final String PARTS = "sql:parts";
    private static final String CAPABILITIES = "/api/v1/capabilities";

    @Inject
    Rows rows;

    @Test
    void a_record_is_a_hit_with_its_columns_as_json() {
        Api.search("How many AB-1234/5 are on board?", 5, PARTS)
                .body("hits[0].chunk_id", nullValue())
                .body("hits[0].document_id", nullValue())
                .body("hits[0]", hasKey("chunk_id"))
                .body("hits[0].title", equalTo("AB-1234/5 Impeller kit for raw-water pump, with gasket"))
                .body("hits[0].content", containsString("3 on board, at least 2 wanted, kept in: A2"))
                .body("hits[0].record.source", equalTo(PARTS))
                .body("hits[0].record.id", equalTo("aurora AB-1234/5"))
                .body("hits[0].record.title", containsString("Impeller kit"))
                .body("hits[0].record.fields.on_board", equalTo(3))
                .body("hits[0].record.fields.to_order", equalTo(false))
                .body("hits[0].record.fields.price_eur", equalTo(41.2f))
                .body("hits[0].record.fields.replaces", equalTo("AB-1233/5"))
                .body("hits[0].record.fields", not(hasKey("score")))
                .body("hits[0].legs.'sql:parts'.rank", equalTo(1))
                .body("hits[0].legs.'sql:parts'.score", equalTo(1f))
                .body("degraded", equalTo(false));
    }

    @Test
    void a_superseded_number_leads_to_the_part_that_replaces_it() {
        Api.search("I have a GR-0092-A, what now?", 3, PARTS)
                .body("hits.record.fields.part_number", hasItem("GR-0092-B"));
    }

    @Test
    void records_and_passages_stand_in_one_ranking() {
        String manual = Api.store(
                "Raw water pump", "The impeller AB-1234/5 is replaced every 200 hours, the seal every second time.");
        Api.awaitReady(manual);

        Api.search("impeller AB-1234/5", 10, "vector", "bm25", PARTS)
                .body("hits[0].document_id", equalTo(manual))
                .body("hits[0]", not(hasKey("record")))
                .body("hits.record.id", hasItems("aurora AB-1234/5", "selene AB-1234/5"))
                .body("legs.capability", contains("vector", PARTS, "bm25"));
    }

    @Test
    void equal_scores_keep_one_order() {
        List<String> ids = Api.search("AB-1234/5", 10, PARTS).extract().path("hits.record.id");

        assertThat(ids).startsWith("aurora AB-1234/5", "selene AB-1234/5");
    }

    @Test
    void a_query_that_sleeps_is_ended_at_its_deadline_and_the_others_answer() {
        Api.search("sleep well with AB-1234/5", 5)
                .body("degraded", equalTo(true))
                .body("legs.find { it.capability == 'sql:asleep' }.status", equalTo("late"))
                .body("legs.find { it.capability == 'sql:parts' }.status", equalTo("ok"))
                .body("legs.find { it.capability == 'bm25' }.status", equalTo("ok"))
                .body("hits.record.id", hasItem("aurora AB-1234/5"));

        String sleeping =
                "select count(*) from pg_stat_activity where query like '%pg_sleep(10)%' and pid <> pg_backend_pid()"
                        + " and datname = current_database() and state <> 'idle'";
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(rows.number(sleeping)).isZero());
    }

    @Test
    void a_query_that_fails_says_so_and_quotes_nothing() {
        Api.search("break", 5, "bm25", "sql:broken")
                .body("degraded", equalTo(true))
                .body("legs.find { it.capability == 'sql:broken' }.status", equalTo("failed"))
                .body(
                        "legs.find { it.capability == 'sql:broken' }.error",
                        equalTo("the query of sql:broken failed with SQLSTATE 22012; the service's log has PostgreSQL's"
                                + " words"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; drop table parts; --",
                "' or '1'='1",
                "\\'; select pg_sleep(10); --",
                "$$; delete from parts; $$",
                "*/ union select null, null, null --",
                "%' or part_number like '%",
                "$1 :query :tenant ${HOME}",
                "AB-1234/5' and 1=1 --'",
            })
    void what_a_caller_writes_is_never_sql(String query) {
        long before = rows.count("parts");

        Api.search(query, 5, "sql:named").body("degraded", equalTo(false)).body("hits", empty());
        Api.search(query, 5, PARTS).body("degraded", equalTo(false));

        assertThat(rows.count("parts")).isEqualTo(before);
    }

    @Test
    void the_capabilities_are_listed_with_what_they_take_and_how_they_work() {
        Api.get(CAPABILITIES)
                .statusCode(200)
                .body(
                        "capabilities.name",
                        contains("vector", PARTS, "sql:named", "sql:broken", "sql:asleep", "fuzzy", "bm25"))
                .body("capabilities.description", everyItem(notNullValue()))
                .body("capabilities[0].status.index", notNullValue())
                .body("capabilities[0].default_weight", equalTo(0.7f))
                .body("capabilities[1].description", containsString("Spare parts on board"))
                .body("capabilities[1].parameters", contains(":query", ":tenant", ":filter.yacht", ":limit"))
                .body("capabilities[1].deadline_ms", equalTo(1000))
                .body("capabilities[1].status.limit", equalTo(20))
                .body("capabilities[1].status.columns.price_eur", equalTo("numeric"))
                .body("capabilities[1].status.columns.to_order", equalTo("bool"))
                .body("capabilities[6].status.k1", equalTo(1.2f));
    }

    @Test
    void weights_go_by_its_name_and_an_unknown_one_is_told_what_there_is() {
        Api.post(Api.SEARCH, Map.of("query", "AB-1234/5", "weights", Map.of(PARTS, 5)))
                .statusCode(200)
                .body("hits[0].record.source", equalTo(PARTS));
        Api.post(Api.SEARCH, Map.of("query", "x", "capabilities", List.of("sql:nothing")))
                .statusCode(400)
                .body("violations[0].message", containsString("vector, sql:parts"));
    }

    @Test
    void nothing_found_is_no_error() {
        Api.search("qwertyuiop", 5, PARTS).body("hits", empty()).body("legs", hasSize(1));
    }

    @Test
    void its_leg_is_measured() {
        Api.search("AB-1234/5", 1, PARTS);

        Api.get("/q/metrics")
                .body(containsString("quarry_search_leg_seconds_count{capability=\"sql:parts\",status=\"ok\"}"));
    }
}
