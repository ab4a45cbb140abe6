package dev.quarry.tenant.gate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
@TestProfile(AskingForKeys.class)
class AccessGateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/admin/pools",
                "//api/v1/admin/pools",
                "/api//v1/admin/pools",
                "/api/v1/./admin/pools",
                "/api/v1/x/../admin/pools",
                "/q/../api/v1/admin/pools",
                "/q/..;/api/v1/admin/pools",
                "/%61pi/v1/admin/pools",
                "/api;x/v1/admin/pools",
                "/api/v1/admin;x=y/pools",
                "/api/v1/admin/pools;x",
                "/api/v1/admin/pools/",
                "/api%2Fv1/admin/pools",
                "/q/%2e%2e/api/v1/admin/pools"
            })
    void no_way_of_writing_an_address_gets_past_the_gate(String path) throws IOException {
        assertThat(status(path, null)).isIn(400, 401, 404);
        String reader = String.valueOf(Caller.ofNewTenant().as("reader").key());
        assertThat(status(path, reader)).isIn(400, 403, 404);
    }

    @Test
    void pages_health_and_description_need_no_key() {
        for (String path : new String[] {"/", "/q/health/live", "/q/health/ready", "/q/openapi", "/q/metrics"}) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void an_address_that_is_not_there_is_not_found_and_a_method_not_taken_is_told() {
        Caller reader = Caller.ofNewTenant().as("reader");
        reader.asks().get("/api/v1/nothing").then().statusCode(404);
        reader.asks().put("/api/v1/documents").then().statusCode(405);
        reader.asks().head("/api/v1/documents").then().statusCode(oneOf(200, 405));
        given().get("/api/v1/nothing").then().statusCode(401);
    }

    @Test
    void another_origin_is_not_let_in() {
        Response preflight = given().header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/api/v1/search");
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
        given().header("Origin", "https://elsewhere.example")
                .get("/q/health/live")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void answers_carry_the_security_headers_and_no_banner() {
        for (String path : new String[] {"/", "/api/v1/documents", "/q/health/live"}) {
            given().get(path)
                    .then()
                    .header("X-Content-Type-Options", equalTo("nosniff"))
                    .header("X-Frame-Options", equalTo("DENY"))
                    .header("Referrer-Policy", equalTo("no-referrer"))
                    .header("Server", nullValue())
                    .header("X-Powered-By", nullValue());
        }
        given().get("/").then().header("Content-Security-Policy", not(nullValue()));
        given().get("/api/v1/documents").then().header("Cache-Control", equalTo("no-store"));
    }

    @Test
    void a_key_that_asks_too_often_is_told_when_to_come_back() {
        Caller reader = Caller.ofNewTenant().as("reader");
        Response refused = null;
        for (int i = 0; i < 3000 && refused == null; i++) {
            Response answer = reader.asks().get("/api/v1/capabilities");
            if (answer.statusCode() == 429) {
                refused = answer;
            }
        }

        assertThat(refused).isNotNull();
        refused.then().body("type", equalTo("urn:quarry:problem:too-many-requests"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 2);
        // Others are not held up by it.
        Caller.OPERATOR.asks().get("/api/v1/capabilities").then().statusCode(200);
    }

    @Test
    void a_reader_reads_and_a_writer_writes() {
        Caller admin = Caller.ofNewTenant();
        Map<String, Object> document = Map.of("title", "x", "content", "some words");
        admin.as("reader")
                .asks()
                .body(document)
                .post("/api/v1/documents")
                .then()
                .statusCode(403);
        admin.as("writer")
                .asks()
                .body(document)
                .post("/api/v1/documents")
                .then()
                .statusCode(lessThan(300));
        admin.as("writer").asks().get("/api/v1/admin/documents").then().statusCode(403);
        admin.asks().get("/api/v1/admin/documents").then().statusCode(200);
        admin.asks().get("/api/v1/admin/pools").then().statusCode(403);
        Caller.OPERATOR.asks().get("/api/v1/admin/pools").then().statusCode(200);
    }

    /** As the bytes stand: a client's library would mend the address. */
    private int status(String path, @Nullable String key) throws IOException {
        String authorization = key == null ? "" : "Authorization: Bearer " + key + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: quarry\r\nConnection: close\r\n" + authorization
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }
}
