package dev.quarry.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.ServiceTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description of the interface is complete: every operation, its parameters, and how it fails. */
@ServiceTest
class OpenApiTest {
    @Test
    void every_operation_says_what_it_does_and_how_it_fails() {
        Map<String, Map<String, Map<String, Object>>> paths = given().accept("application/json")
                .when()
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");

        assertThat(paths).isNotEmpty();
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            assertThat(operation)
                    .as("%s %s", method, path)
                    .containsKeys("operationId", "summary", "description", "tags");
            assertThat(String.valueOf(operation.get("responses")))
                    .as("%s %s", method, path)
                    .contains("400=", "502=", "503=");
        }));
    }

    @Test
    void problems_are_described() {
        given().accept("application/json")
                .when()
                .get("/q/openapi")
                .then()
                .body("components.schemas.Problem.properties.detail.description", org.hamcrest.Matchers.notNullValue())
                .body(
                        "components.schemas.SearchRequest.properties.query.description",
                        org.hamcrest.Matchers.notNullValue())
                .body("info.title", org.hamcrest.Matchers.equalTo("Quarry"));
    }
}
