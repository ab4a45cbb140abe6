package dev.quarry.role;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance that only works. */
@ServiceTest
@TestProfile(WorkerRoleTest.Worker.class)
class WorkerRoleTest {
    /** Embeds, and serves nobody. */
    public static class Worker implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarry.role", "worker");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Api.SEARCH + "?q=sail", Api.DOCUMENTS, "/", "/api/v1/admin/pools", "/q/../api/v1/admin/pools"})
    void a_worker_answers_no_request_and_says_why(String path) {
        get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:quarry:problem:not-found"))
                .body("detail", containsString("QUARRY_ROLE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/ready", "/q/health/live", "/q/metrics"})
    void a_worker_says_how_it_fares(String path) {
        get(path).then().statusCode(200);
    }

    @Test
    void its_pools_for_the_pipeline_are_watched() {
        get("/q/health/ready").then().body("checks.find { it.name == 'database' }.data.direct", equalTo("up"));
    }
}
