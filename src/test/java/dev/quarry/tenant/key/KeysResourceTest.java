package dev.quarry.tenant.key;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
@TestProfile(AskingForKeys.class)
class KeysResourceTest {
    private static final String KEYS = "/api/v1/admin/keys";
    private static final String DOCUMENTS = "/api/v1/documents";

    @Inject
    Rows rows;

    @Test
    void nobody_gets_in_without_a_key() {
        given().get(DOCUMENTS)
                .then()
                .statusCode(401)
                .contentType(startsWith("application/problem+json"))
                .header("WWW-Authenticate", "Bearer realm=\"quarry\"")
                .body("type", equalTo("urn:quarry:problem:unauthorized"));
        given().header("Authorization", "Bearer quarry_00000000_AAAA")
                .get(DOCUMENTS)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("invalid_token"));
        given().header("Authorization", "Basic " + AskingForKeys.OPERATOR)
                .get(DOCUMENTS)
                .then()
                .statusCode(401);
    }

    @Test
    void a_refused_upload_leaves_the_client_able_to_go_on() {
        for (int i = 0; i < 3; i++) {
            given().contentType("application/json")
                    .body(Map.of("title", "x", "content", "x".repeat(100_000)))
                    .post(DOCUMENTS)
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void a_key_is_shown_once_and_stored_as_its_hash() {
        Caller admin = Caller.ofNewTenant();
        ValidatableResponse made = make(admin, "reader");
        String key = made.extract().path("key");

        made.header("Location", containsString(made.extract().path("id")))
                .header("Cache-Control", "no-store")
                .body("key", matchesPattern("quarry_[0-9a-f]{8}_[A-Za-z0-9_-]{43}"))
                .body("prefix", equalTo(key.substring(0, 15)))
                .body("tenant", equalTo(admin.tenant()))
                .body("last_used_at", nullValue());
        assertThat(admin.asks().get(KEYS).asString()).doesNotContain(key, key.substring(16));
        assertThat(rows.number("select count(*) from api_keys where secret_hash = sha256(convert_to(?, 'UTF8'))", key))
                .isOne();
        assertThat(rows.number("select count(*) from api_keys k where k::text like '%' || ? || '%'", key.substring(16)))
                .isZero();
    }

    @Test
    void a_revoked_key_ends_at_once() {
        Caller admin = Caller.ofNewTenant();
        ValidatableResponse made = make(admin, "writer");
        Caller writer = new Caller(made.extract().path("key"), admin.tenant());
        writer.asks().get(DOCUMENTS).then().statusCode(200);

        admin.asks().delete(KEYS + "/" + made.extract().path("id")).then().statusCode(204);

        // It is remembered for a minute in these tests: this is the notification.
        await().atMost(Duration.ofSeconds(3))
                .until(() -> writer.asks().get(DOCUMENTS).statusCode() == 401);
        admin.asks().get(KEYS).then().body("keys.find { it.role == 'writer' }.revoked_at", not(nullValue()));
        admin.asks()
                .delete(KEYS + "/019a8f2e-4c1b-7d3e-9f00-0123456789ab")
                .then()
                .statusCode(404);
    }

    @Test
    void an_expired_key_is_no_key() {
        Caller admin = Caller.ofNewTenant();
        Caller reader = admin.as("reader");
        rows.execute("update api_keys set expires_at = now() - interval '1 second'"
                + " where role = 'reader' and tenant_id = (select id from tenants where name = '" + admin.tenant()
                + "')");

        reader.asks().get(DOCUMENTS).then().statusCode(401);
    }

    @Test
    void an_administrator_knows_only_its_own_tenants_keys() {
        Caller admin = Caller.ofNewTenant();
        Caller other = Caller.ofNewTenant();
        String otherKey = other.asks().get(KEYS).path("keys[0].id");

        admin.asks().get(KEYS).then().body("total", equalTo(1)).body("keys.tenant", everyItem(equalTo(admin.tenant())));
        admin.asks().delete(KEYS + "/" + otherKey).then().statusCode(404);
        other.asks().get(DOCUMENTS).then().statusCode(200);
        Caller.OPERATOR
                .asks()
                .queryParam("limit", 1000)
                .get(KEYS)
                .then()
                .body("keys.tenant", hasItem(admin.tenant()))
                .body("keys.tenant", hasItem(other.tenant()))
                .body("keys.role", hasItem("operator"));
    }

    @Test
    void nobody_makes_a_key_that_may_do_more_than_they() {
        Caller admin = Caller.ofNewTenant();

        admin.asks()
                .body(Map.of("name", "x", "role", "operator"))
                .post(KEYS)
                .then()
                .statusCode(403);
        admin.as("writer")
                .asks()
                .body(Map.of("name", "x", "role", "reader"))
                .post(KEYS)
                .then()
                .statusCode(403);
        Caller.OPERATOR
                .asks()
                .body(Map.of("name", "another operator", "role", "operator"))
                .post(KEYS)
                .then()
                .statusCode(201)
                .body("tenant", nullValue());
    }

    @Test
    void a_bad_request_for_a_key_is_told_its_field() {
        Caller admin = Caller.ofNewTenant();
        admin.asks()
                .body(Map.of("expires_at", "2001-01-01T00:00:00Z"))
                .post(KEYS)
                .then()
                .statusCode(400)
                .body("violations.field", hasItem("name"))
                .body("violations.field", hasItem("role"))
                .body("violations.field", hasItem("expires_at"));
        admin.asks().body(Map.of("name", "x", "role", "king")).post(KEYS).then().statusCode(400);
        admin.asks().post(KEYS).then().statusCode(400);
    }

    @Test
    void a_keys_last_use_is_noted() {
        Caller admin = Caller.ofNewTenant();
        admin.as("reader").asks().get(DOCUMENTS).then().statusCode(200);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> admin.asks()
                        .get(KEYS)
                        .then()
                        .body("keys.find { it.role == 'reader' }.last_used_at", not(nullValue())));
    }

    @Test
    void a_key_sees_its_own_tenants_rows_and_an_operator_names_whose() {
        Caller one = Caller.ofNewTenant();
        Caller other = Caller.ofNewTenant();
        String id = one.asks()
                .body(Map.of("title", "Ours", "content", "What is written here is ours alone."))
                .post(DOCUMENTS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        one.asks().get(DOCUMENTS + "/" + id).then().statusCode(200);
        other.asks().get(DOCUMENTS + "/" + id).then().statusCode(404);
        other.asks().get(DOCUMENTS).then().body("documents", empty());
        other.asks().header("Quarry-Tenant", one.tenant()).get(DOCUMENTS).then().statusCode(403);
        Caller.OPERATOR.asks().get(DOCUMENTS + "/" + id).then().statusCode(404);
        Caller.OPERATOR
                .asks()
                .header("Quarry-Tenant", one.tenant())
                .get(DOCUMENTS + "/" + id)
                .then()
                .statusCode(200);
        Caller.OPERATOR
                .asks()
                .header("Quarry-Tenant", "nobody")
                .get(DOCUMENTS)
                .then()
                .statusCode(404);
    }

    private static ValidatableResponse make(Caller admin, String role) {
        return admin.asks()
                .body(Map.of("name", "a key", "role", role))
                .post(KEYS)
                .then()
                .statusCode(201);
    }
}
