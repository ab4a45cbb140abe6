package dev.quarry.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.OtherTenant;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions over HTTP, with little room. */
@ServiceTest
@TestProfile(SessionResourceTest.LittleRoom.class)
class SessionResourceTest {
    static final String SESSIONS = "/api/v1/sessions";

    @Inject
    Rows rows;

    @Inject
    Housekeeping housekeeping;

    @BeforeEach
    void none() {
        rows.execute("delete from sessions");
    }

    @Test
    void a_session_is_made_found_renamed_and_deleted() {
        String id = Api.post(SESSIONS, Map.of("title", " Pumps ", "metadata", Map.of("boat", "aurora", "deck", 1)))
                .statusCode(201)
                .body("title", equalTo("Pumps"))
                .body("messages", equalTo(0))
                .header("Location", containsString(SESSIONS + "/"))
                .extract()
                .path("id");

        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        patch(id, "{\"title\": \"Impellers\", \"metadata\": {\"deck\": null, \"side\": \"port\"}}")
                .statusCode(200)
                .body("title", equalTo("Impellers"))
                .body("metadata", equalTo(Map.of("boat", "aurora", "side", "port")));
        patch(id, "{\"title\": null}")
                .statusCode(200)
                .body("title", nullValue())
                .body("metadata.boat", equalTo("aurora"));
        Api.get(SESSIONS + "/" + id).statusCode(200).body("metadata.side", equalTo("port"));
        given().delete(SESSIONS + "/" + id).then().statusCode(204);
        Api.get(SESSIONS + "/" + id).statusCode(404);
        given().delete(SESSIONS + "/" + id).then().statusCode(404);
    }

    @Test
    void lists_are_read_page_by_page_newest_first() {
        List<String> made = IntStream.range(0, 5).mapToObj(i -> create()).toList();
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            ValidatableResponse page = Api.get(SESSIONS + "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .statusCode(200);
            seen.addAll(page.extract().path("sessions.id"));
            String next = page.extract().path("next_cursor");
            cursor = next == null ? "" : next;
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactlyElementsOf(made.reversed());
    }

    @Test
    void what_is_wrong_is_told_by_its_field_and_nothing_is_left() {
        Api.post(SESSIONS, Map.of("title", " ")).statusCode(400).body("violations.field", hasItem("title"));
        Api.post(SESSIONS, Map.of("title", "x".repeat(201))).statusCode(400).body("violations.field", hasItem("title"));
        Api.post(SESSIONS, "{\"metadata\": {\"a\": \"\\u0000\"}}")
                .statusCode(400)
                .body("violations.field", hasItem("metadata"));
        Api.post(SESSIONS, Map.of("name", "x")).statusCode(400).body("violations.field", hasItem("name"));
        Api.get(SESSIONS + "?cursor=x").statusCode(400).body("violations.field", hasItem("cursor"));
        Api.get(SESSIONS + "?limit=0").statusCode(400).body("violations.field", hasItem("limit"));
        Api.get(SESSIONS + "/x").statusCode(400);
        String id = create();
        patch(id, "{}").statusCode(400);
        patch(id, "null").statusCode(400);
        patch(id, "").statusCode(400);
        patch(id, "{\"title\": 3}").statusCode(400).body("violations.field", hasItem("title"));
        patch(id, "{\"metadata\": []}").statusCode(400).body("violations.field", hasItem("metadata"));
        patch(id, "{\"messages\": 3}").statusCode(400).body("violations.field", hasItem("messages"));
        patch(UUID.randomUUID().toString(), "{\"title\": \"x\"}").statusCode(404);

        assertThat(rows.count("sessions")).isOne();
    }

    @Test
    void a_tenant_has_so_many_sessions_and_no_more_however_many_make_them_at_once() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> made = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(
                            () -> Api.post(SESSIONS, Map.of()).extract().statusCode()))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : made) {
                statuses.add(one.get());
            }
            assertThat(statuses).containsOnly(201, 409);
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(LittleRoom.SESSIONS);
        }
        assertThat(rows.count("sessions")).isEqualTo(LittleRoom.SESSIONS);
        Api.post(SESSIONS, Map.of()).statusCode(409).body("detail", containsString("delete some"));
    }

    @Test
    void another_tenants_sessions_are_not_there() {
        int other = OtherTenant.create(rows);
        String theirs = UUID.randomUUID().toString();
        rows.execute("insert into sessions (tenant_id, id) values (%d, '%s')".formatted(other, theirs));

        Api.get(SESSIONS + "/" + theirs).statusCode(404);
        Api.get(SESSIONS + "/" + theirs + "/messages").statusCode(404);
        patch(theirs, "{\"title\": \"x\"}").statusCode(404);
        given().delete(SESSIONS + "/" + theirs).then().statusCode(404);
        assertThat(Api.get(SESSIONS).extract().<List<String>>path("sessions")).isEmpty();
        assertThat(rows.count("sessions")).isOne();
    }

    @Test
    void sessions_in_which_nothing_happened_for_long_are_removed_with_their_messages_and_no_others() {
        String fresh = create();
        int other = OtherTenant.create(rows);
        rows.execute("insert into sessions (tenant_id, id, updated_at)"
                + " select case when n % 2 = 0 then 1 else " + other
                + " end, gen_random_uuid(), now() - interval '2 hours'"
                + " from generate_series(1, 50) n");
        rows.execute("insert into messages (tenant_id, session_id, id, position, role, status, content)"
                + " select tenant_id, id, gen_random_uuid(), 1, 'user', 'stored', 'old' from sessions where updated_at"
                + " < now() - interval '1 hour'");

        housekeeping.keepHouse();

        assertThat(Api.get(SESSIONS).extract().<List<String>>path("sessions.id"))
                .containsExactly(fresh);
        assertThat(rows.count("sessions")).isOne();
        assertThat(rows.number("select count(*) from messages where content = 'old'"))
                .isZero();
    }

    static String create() {
        return Api.post(SESSIONS, Map.of()).statusCode(201).extract().path("id");
    }

    private static ValidatableResponse patch(String id, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .patch(SESSIONS + "/" + id)
                .then();
    }

    /** Few sessions, kept for an hour. */
    public static class LittleRoom implements QuarkusTestProfile {
        static final int SESSIONS = 7;

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarry.session.max-sessions", Integer.toString(SESSIONS), "quarry.session.keep", "1h");
        }
    }
}
