package dev.quarry.admin;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@ServiceTest
@TestProfile(AdminStatusResourceTest.OftenSwept.class)
class AdminStatusResourceTest {
    private static final String STATUS = "/api/v1/admin/status";
    private static final String LOCKS = "/api/v1/admin/locks";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is missing is looked for all the time. */
    public static class OftenSwept implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarry.ingest.interval", "500ms", "quarry.ingest.sweep-interval", "500ms");
        }
    }

    @Inject
    Rows rows;

    @Inject
    DataSource owner;

    @Test
    void the_numbers_are_those_of_the_tables() {
        Api.awaitReady(Api.store("Cleat", "A cleat holds a line."));
        String failed = Api.store("Fairlead", "A fairlead leads a line.");
        Api.awaitReady(failed);
        rows.execute("update documents set status = 'failed', error = 'the model was away', attempts = 1,"
                + " next_attempt_at = now() + interval '1 hour' where id = '" + failed + "'");

        JsonPath status = get(STATUS).then().statusCode(200).extract().jsonPath();

        for (String state : new String[] {"pending", "indexing", "failed", "ready"}) {
            assertThat(status.getLong("documents." + state))
                    .as(state)
                    .isEqualTo(rows.number("select count(*) from documents where status = ?", state));
        }
        assertThat(status.getLong("backlog.indexed_last_minute")).isPositive();
        assertThat(status.getList("backlog.errors.error")).contains("the model was away");
        assertThat(status.getString("role")).isEqualTo("all");
        assertThat(status.getString("spaces.find { it.searched_here }.state")).isEqualTo("active");
        rows.execute("update documents set status = 'pending', next_attempt_at = now() where id = '" + failed + "'");
    }

    @Test
    void a_vector_that_is_missing_is_seen_and_made_again() {
        String document = Api.store("Shackle", "A shackle joins chain and anchor.");
        Api.awaitReady(document);
        int space = get(STATUS).path("spaces.find { it.searched_here }.id");
        String index = get(STATUS).path("spaces.find { it.searched_here }.index");
        String vectors = "space_" + space + ("pgvector".equals(index) ? "_embeddings" : "_vectors");
        String ofTheDocument =
                vectors + " where chunk_id in (select id from document_chunks where document_id = '" + document + "')";

        rows.execute("delete from " + ofTheDocument);

        await().atMost(PATIENCE).until(() -> rows.number("select count(*) from " + ofTheDocument) == 1);
        Api.awaitReady(document);
        await().atMost(PATIENCE)
                .untilAsserted(() -> get(STATUS).then().body("drift.chunks_without_vector", equalTo(0)));
    }

    @Test
    void who_holds_a_lock_is_told() throws SQLException {
        UUID unknown = UUID.randomUUID();
        String known = Api.store("Windlass", "A windlass weighs the anchor.");
        Api.awaitReady(known);
        try (Connection stranger = owner.getConnection();
                PreparedStatement lock =
                        stranger.prepareStatement("select pg_advisory_lock(hashtext('docs_ns'), hashtext(?))");
                PreparedStatement unlock = stranger.prepareStatement("select pg_advisory_unlock_all()")) {
            lock.setString(1, unknown.toString());
            lock.execute();
            lock.setString(1, known);
            lock.execute();
            rows.execute("update documents set claimed_by = 'somebody', claimed_at = now() where id = '" + known + "'");

            get(LOCKS)
                    .then()
                    .statusCode(200)
                    .body("locks.namespace", hasItem("docs_ns"))
                    .body("locks.find { it.document_id == '%s' }.since".formatted(known), notNullValue())
                    .body("locks.find { it.document_id == '%s' }.title".formatted(known), equalTo("Windlass"))
                    .body("locks.find { it.document_id == null }.pid", notNullValue())
                    .body("locks.find { it.document_id == null }.since", nullValue());

            unlock.execute();
        }
        await().atMost(PATIENCE).untilAsserted(() -> get(LOCKS).then().body("locks.size()", equalTo(0)));
    }
}
