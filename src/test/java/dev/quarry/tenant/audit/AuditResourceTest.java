package dev.quarry.tenant.audit;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
@TestProfile(AskingForKeys.class)
class AuditResourceTest {
    private static final String AUDIT = "/api/v1/admin/audit";

    @Test
    void what_an_administrator_changes_is_written_down() {
        Caller admin = Caller.ofNewTenant();
        Caller other = Caller.ofNewTenant();
        String keyId = admin.asks()
                .body(Map.of("name", "for the shop", "role", "reader"))
                .post("/api/v1/admin/keys")
                .then()
                .extract()
                .path("id");
        admin.asks().delete("/api/v1/admin/keys/" + keyId).then().statusCode(204);
        admin.asks().delete("/api/v1/admin/keys/nonsense").then().statusCode(400);
        admin.asks().get("/api/v1/admin/keys").then().statusCode(200);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> admin.asks()
                        .queryParam("actor", "a admin")
                        .get(AUDIT)
                        .then()
                        .statusCode(200)
                        .body("total", equalTo(3))
                        .body("events[0].status", equalTo(400))
                        .body("events[1].action", equalTo("DELETE /api/v1/admin/keys/{id}"))
                        .body("events[1].subject", containsString(keyId))
                        .body("events[1].actor_role", equalTo("admin"))
                        .body("events[1].actor_key_id", not(nullValue()))
                        .body("events[1].remote", equalTo("127.0.0.1"))
                        .body("events[2].subject", containsString(keyId))
                        .body("events[2].status", equalTo(201)));
        admin.asks()
                .queryParam("action", "POST /api/v1/admin/keys")
                .get(AUDIT)
                .then()
                .body("events.action", everyItem(equalTo("POST /api/v1/admin/keys")));
        admin.asks()
                .queryParam("since", "2100-01-01T00:00:00Z")
                .get(AUDIT)
                .then()
                .body("total", equalTo(0));
        other.asks().queryParam("action", "DELETE").get(AUDIT).then().body("total", equalTo(0));
        Caller.OPERATOR
                .asks()
                .queryParam("action", "POST /api/v1/admin/tenants")
                .get(AUDIT)
                .then()
                .body("total", greaterThan(1));
    }

    @Test
    void a_bad_question_is_told_its_parameter() {
        Caller.OPERATOR
                .asks()
                .queryParam("since", "yesterday")
                .get(AUDIT)
                .then()
                .statusCode(400);
        Caller.OPERATOR.asks().queryParam("limit", "0").get(AUDIT).then().statusCode(400);
        Caller.OPERATOR.asks().queryParam("actor", "\0").get(AUDIT).then().statusCode(400);
    }
}
