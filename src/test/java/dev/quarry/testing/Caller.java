package dev.quarry.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who asks with a key.
 *
 * @param key what they show; null: nothing
 * @param tenant the tenant's name; null for operators, and those without a key
 */
public record Caller(@Nullable String key, @Nullable String tenant) {
    public static final Caller NOBODY = new Caller(null, null);
    public static final Caller OPERATOR = new Caller(AskingForKeys.OPERATOR, null);

    /** A tenant that nobody else has, and its administrator. */
    public static Caller ofNewTenant() {
        String name = "t-" + UUID.randomUUID();
        OPERATOR.asks()
                .body(Map.of("name", name))
                .post("/api/v1/admin/tenants")
                .then()
                .statusCode(201);
        return new Caller(makeKey(OPERATOR.asks().header("Quarry-Tenant", name), "admin"), name);
    }

    /** Somebody of the same tenant with another role. */
    public Caller as(String role) {
        return new Caller(makeKey(asks(), role), tenant);
    }

    /** A request of theirs, with a JSON body if it has one. */
    public RequestSpecification asks() {
        RequestSpecification request = given().contentType(ContentType.JSON);
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    private static String makeKey(RequestSpecification request, String role) {
        return request.body(Map.of("name", "a " + role, "role", role))
                .post("/api/v1/admin/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }
}
