package dev.quarry.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;

import dev.quarry.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
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
    void every_field_says_what_it_is() {
        Map<String, Map<String, Object>> schemas = given().accept("application/json")
                .when()
                .get("/q/openapi")
                .then()
                .extract()
                .path("components.schemas");
        List<String> silent = new ArrayList<>();

        schemas.forEach((name, schema) -> fields(schema).forEach((field, described) -> {
            Map<?, ?> itself = (Map<?, ?>) described;
            if (!itself.containsKey("description") && !refersToWhatIsDescribed(itself, schemas)) {
                silent.add(name + "." + field);
            }
        }));

        assertThat(schemas).hasSizeGreaterThan(50);
        assertThat(silent).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Map<String, Object> schema) {
        return (Map<String, Object>) schema.getOrDefault("properties", Map.of());
    }

    private static boolean refersToWhatIsDescribed(Map<?, ?> field, Map<String, Map<String, Object>> schemas) {
        String reference = String.valueOf(field.get("$ref"));
        return schemas.getOrDefault(reference.substring(reference.lastIndexOf('/') + 1), Map.of())
                .containsKey("description");
    }

    @Test
    void the_description_speaks_as_the_service_does() {
        given().accept("application/json")
                .when()
                .get("/q/openapi")
                .then()
                .body("components.schemas.SearchRequest.properties", hasKey("deadline_ms"))
                .body("components.schemas.DocumentRequest.properties", hasKey("external_id"))
                .body("components.schemas.Document.properties.status.enum", hasItem("pending"))
                .body("components.schemas.SearchRequest.properties.fusion.enum", hasItem("weighted_sum"))
                .body("components.schemas.Document.properties.metadata.type", equalTo("object"))
                .body("paths.'/api/v1/search'.post.responses.'200'.content", hasKey("application/json"));
    }

    @Test
    void what_is_said_once_is_there_to_be_referred_to() {
        given().accept("application/json")
                .when()
                .get("/q/openapi")
                .then()
                .body("info.license.name", equalTo("Apache-2.0"))
                .body(
                        "components.responses.keySet()",
                        hasItems(
                                OpenApi.INVALID,
                                OpenApi.NOT_FOUND,
                                OpenApi.CONFLICT,
                                OpenApi.PRECONDITION_FAILED,
                                OpenApi.TOO_LARGE,
                                OpenApi.UPSTREAM,
                                OpenApi.BUSY));
    }

    @Test
    void problems_are_described() {
        given().accept("application/json")
                .when()
                .get("/q/openapi")
                .then()
                .body("components.schemas.Problem.properties.detail.description", notNullValue())
                .body("components.schemas.SearchRequest.properties.query.description", notNullValue())
                .body("info.title", equalTo("Quarry"));
    }

    @Test
    void it_says_that_keys_are_sent_as_bearer() {
        given().accept("application/json")
                .when()
                .get("/q/openapi")
                .then()
                .body("components.securitySchemes.bearer.type", equalTo("http"))
                .body("security[0]", hasKey("bearer"))
                .body("components.responses", hasKey("Invalid"));
    }
}
