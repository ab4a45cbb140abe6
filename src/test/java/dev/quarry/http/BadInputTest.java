package dev.quarry.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ServiceTest
class BadInputTest {
    private static final int MEGABYTE = 1 << 20;

    @Inject
    Rows rows;

    static Stream<Arguments> badDocuments() {
        return Stream.of(
                Arguments.of("no body", "", "body"),
                Arguments.of("null", "null", "body"),
                Arguments.of("an array", "[1]", "body"),
                Arguments.of("a string", "\"x\"", "body"),
                Arguments.of("cut off", "{\"title\":\"x\",\"content\":\"a", "content"),
                Arguments.of("trailing words", "{\"title\":\"x\",\"content\":\"a\"} x", "body"),
                Arguments.of("no content", "{\"title\":\"x\"}", "content"),
                Arguments.of("blank content", "{\"title\":\"x\",\"content\":\" \\n\"}", "content"),
                Arguments.of("no title", "{\"content\":\"a\"}", "title"),
                Arguments.of("a number for content", "{\"title\":\"x\",\"content\":123}", "content"),
                Arguments.of("an object for title", "{\"title\":{},\"content\":\"a\"}", "title"),
                Arguments.of("an unknown field", "{\"title\":\"x\",\"content\":\"a\",\"foo\":1}", "foo"),
                Arguments.of("text for metadata", "{\"title\":\"x\",\"content\":\"a\",\"metadata\":\"m\"}", "metadata"),
                Arguments.of("NUL in content", "{\"title\":\"x\",\"content\":\"a\\u0000b\"}", "content"),
                Arguments.of("NUL in title", "{\"title\":\"\\u0000x\",\"content\":\"a\"}", "title"),
                Arguments.of(
                        "NUL in metadata",
                        "{\"title\":\"x\",\"content\":\"a\",\"metadata\":{\"k\":{\"l\":[\"\\u0000\"]}}}",
                        "metadata"),
                Arguments.of(
                        "NUL in a metadata key",
                        "{\"title\":\"x\",\"content\":\"a\",\"metadata\":{\"\\u0000\":1}}",
                        "metadata"),
                Arguments.of("half a surrogate pair", "{\"title\":\"x\",\"content\":\"a\\ud800b\"}", "content"),
                Arguments.of(
                        "half a surrogate pair in metadata",
                        "{\"title\":\"x\",\"content\":\"a\",\"metadata\":{\"k\":\"\\udc00\"}}",
                        "metadata"),
                Arguments.of("no such language", "{\"title\":\"x\",\"content\":\"a\",\"language\":\"xx\"}", "language"),
                Arguments.of(
                        "no such strategy",
                        "{\"title\":\"x\",\"content\":\"a\",\"chunking\":{\"strategy\":\"foo\"}}",
                        "chunking.strategy"),
                Arguments.of(
                        "a size beyond the model",
                        "{\"title\":\"x\",\"content\":\"a\",\"chunking\":{\"size\":5000}}",
                        "chunking.size"),
                Arguments.of(
                        "text for a size",
                        "{\"title\":\"x\",\"content\":\"a\",\"chunking\":{\"size\":\"12\"}}",
                        "chunking.size"),
                Arguments.of(
                        "too much overlap",
                        "{\"title\":\"x\",\"content\":\"a\",\"chunking\":{\"size\":20,\"overlap\":11}}",
                        "chunking.overlap"),
                Arguments.of("a long title", "{\"title\":\"" + "x".repeat(1001) + "\",\"content\":\"a\"}", "title"),
                Arguments.of(
                        "a blank external id",
                        "{\"title\":\"x\",\"content\":\"a\",\"external_id\":\"\"}",
                        "external_id"),
                Arguments.of(
                        "20 MB of text",
                        "{\"title\":\"x\",\"content\":\"" + "ab ".repeat(20 * MEGABYTE / 3) + "\"}",
                        "content"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badDocuments")
    void a_bad_document_is_refused_by_the_name_of_its_field_and_leaves_nothing(String name, String body, String field) {
        long before = rows.count("documents");

        Api.post(Api.DOCUMENTS, body)
                .statusCode(400)
                .contentType(startsWith(Problem.MEDIA_TYPE))
                .body("type", equalTo("urn:quarry:problem:invalid-request"))
                .body("status", equalTo(400))
                .body("detail", not(containsString("dev.quarry")))
                .body("violations.field", hasItem(field));

        assertThat(rows.count("documents")).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("badUtf8")
    void invalid_utf8_is_refused(byte[] bytes) {
        long before = rows.count("documents");

        given().contentType("application/json")
                .body(bytes)
                .when()
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(400)
                .contentType(startsWith(Problem.MEDIA_TYPE))
                .body("violations[0].field", equalTo("content"))
                .body("violations[0].message", containsString("UTF-8"));

        assertThat(rows.count("documents")).isEqualTo(before);
    }

    static Stream<byte[]> badUtf8() {
        return Stream.of(
                withContent((byte) 0xFF),
                withContent((byte) 0xC3, (byte) 0x28),
                withContent((byte) 0xE2, (byte) 0x82),
                // A NUL as a byte is no better than a NUL as an escape.
                withContent((byte) 0x00));
    }

    @Test
    void a_body_beyond_the_limit_is_refused_by_its_length() {
        given().contentType("application/json")
                .body("{\"title\":\"x\",\"content\":\"" + "ab ".repeat(17 * MEGABYTE) + "\"}")
                .when()
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(413)
                .contentType(startsWith(Problem.MEDIA_TYPE))
                .body("violations[0].field", equalTo("body"));
    }

    static Stream<Arguments> badSearches() {
        return Stream.of(
                Arguments.of("{}", "query"),
                Arguments.of("{\"query\":\" \"}", "query"),
                Arguments.of("{\"query\":7}", "query"),
                Arguments.of("{\"query\":\"a\\u0000\"}", "query"),
                Arguments.of("{\"query\":\"" + "a".repeat(4001) + "\"}", "query"),
                Arguments.of("{\"query\":\"x\",\"k\":0}", "k"),
                Arguments.of("{\"query\":\"x\",\"k\":-1}", "k"),
                Arguments.of("{\"query\":\"x\",\"k\":1001}", "k"),
                Arguments.of("{\"query\":\"x\",\"k\":1.5}", "k"),
                Arguments.of("{\"query\":\"x\",\"k\":\"3\"}", "k"),
                Arguments.of("{\"query\":\"x\",\"k\":99999999999}", "k"),
                Arguments.of("{\"query\":\"x\",\"capabilities\":[]}", "capabilities"),
                Arguments.of("{\"query\":\"x\",\"capabilities\":[\"foo\"]}", "capabilities"),
                Arguments.of("{\"query\":\"x\",\"capabilities\":[null]}", "capabilities"),
                Arguments.of("{\"query\":\"x\",\"weights\":{\"vector\":-1}}", "weights.vector"),
                Arguments.of("{\"query\":\"x\",\"weights\":{\"foo\":1}}", "weights.foo"),
                Arguments.of("{\"query\":\"x\",\"fusion\":\"foo\"}", "fusion"),
                Arguments.of("{\"query\":\"x\",\"deadline_ms\":0}", "deadline_ms"),
                Arguments.of("{\"query\":\"x\",\"unknown\":1}", "unknown"),
                Arguments.of("{\"query\":\"x\",\"cursor\":\"x\"}", "cursor"),
                Arguments.of("{\"query\":\"x\",\"cursor\":\"\"}", "cursor"),
                Arguments.of("{\"query\":\"x\",\"cursor\":\"" + "A".repeat(300) + "\"}", "cursor"),
                Arguments.of("{\"filter\":{},\"cursor\":\"AAAA\"}", "cursor"),
                Arguments.of("{\"query\":\"x\",\"cursor\":7}", "cursor"),
                Arguments.of("{\"query\":\"x\",\"context\":-1}", "context"),
                Arguments.of("{\"query\":\"x\",\"context\":11}", "context"),
                Arguments.of("{\"query\":\"x\",\"context\":true}", "context"),
                Arguments.of("{\"query\":\"x\",\"diversity\":-0.1}", "diversity"),
                Arguments.of("{\"query\":\"x\",\"diversity\":1.1}", "diversity"),
                Arguments.of("{\"query\":\"x\",\"diversity\":\"much\"}", "diversity"),
                Arguments.of("{\"query\":\"x\",\"fold\":\"no\"}", "fold"),
                Arguments.of("{\"query\":\"x\",\"highlight\":1}", "highlight"),
                Arguments.of("{\"query\":\"x\",\"explain\":\"yes\"}", "explain"),
                Arguments.of("{\"query\":\"x\",\"rerank\":true}", "rerank"),
                Arguments.of("{\"query\":\"x\",\"weights\":{\"vector\":0,\"bm25\":0,\"fuzzy\":0}}", "weights"),
                Arguments.of("{\"query\":\"x\",\"capabilities\":[\"bm25\"],\"weights\":{\"bm25\":0}}", "weights"),
                Arguments.of("{\"query\":\"x\",\"filter\":[]}", "filter"),
                Arguments.of("{\"query\":\"x\",\"filter\":{\"foo\":1}}", "filter.foo"),
                Arguments.of("{\"filter\":{\"status\":\"lost\"}}", "filter.status"),
                Arguments.of("{\"filter\":{\"metadata.k\":{\"in\":[]}}}", "filter.metadata.k.in"),
                Arguments.of("{\"filter\":{\"title\":\"\\u0000\"}}", "filter.title"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSearches")
    void a_bad_search_is_refused_by_the_name_of_its_field(String body, String field) {
        Api.post(Api.SEARCH, body)
                .statusCode(400)
                .contentType(startsWith(Problem.MEDIA_TYPE))
                .body("violations.field", hasItem(field));
    }

    static Stream<Arguments> badSearchAddresses() {
        return Stream.of(
                Arguments.of(Map.of(), "q"),
                Arguments.of(Map.of("q", ""), "q"),
                Arguments.of(Map.of("q", List.of("a", "b")), "q"),
                Arguments.of(Map.of("query", "a"), "query"),
                Arguments.of(Map.of("q", "a", "limit", 3), "limit"),
                Arguments.of(Map.of("q", "a", "k", "many"), "k"),
                Arguments.of(Map.of("q", "a", "capability", "foo"), "capability"),
                Arguments.of(Map.of("q", "a", "context", "11"), "context"),
                Arguments.of(Map.of("q", "a", "context", "some"), "context"),
                Arguments.of(Map.of("q", "a", "diversity", "NaN"), "diversity"),
                Arguments.of(Map.of("q", "a", "diversity", "much"), "diversity"),
                Arguments.of(Map.of("q", "a", "fold", "no"), "fold"),
                Arguments.of(Map.of("q", "a", "highlight", "1"), "highlight"),
                Arguments.of(Map.of("q", "a", "explain", "yes"), "explain"),
                Arguments.of(Map.of("q", "a", "rerank", "true"), "rerank"),
                Arguments.of(Map.of("q", "a", "cursor", "x"), "cursor"),
                Arguments.of(Map.of("q", "a", "filter", "en"), "filter"),
                Arguments.of(Map.of("q", "a", "filter", "null"), "filter"),
                Arguments.of(Map.of("q", "a", "filter", "[]"), "filter"),
                Arguments.of(Map.of("filter", "{\"foo\":1}"), "filter.foo"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSearchAddresses")
    void a_bad_search_by_address_is_refused_by_the_name_of_its_parameter(Map<String, Object> parameters, String name) {
        given().queryParams(parameters)
                .when()
                .get(Api.SEARCH)
                .then()
                .statusCode(400)
                .contentType(startsWith(Problem.MEDIA_TYPE))
                .body("violations.field", hasItem(name));
    }

    @Test
    void a_parameter_that_is_not_known_is_told_which_are() {
        Api.get(Api.SEARCH + "?q=a&limit=3").body("detail", containsString("capability, "));
    }

    @Test
    void a_bad_id_is_told_from_an_unknown_one() {
        Api.get(Api.DOCUMENTS + "/1-1-1-1-1").statusCode(400).body("violations[0].field", equalTo("id"));
        Api.get(Api.DOCUMENTS + "/019a8f2e-4c1b-7d3e-9f00-0123456789ab")
                .statusCode(404)
                .contentType(startsWith(Problem.MEDIA_TYPE))
                .body("type", endsWith("not-found"));
    }

    @Test
    void a_wrong_address_method_or_media_type_is_a_problem_too() {
        Api.get("/api/v1/nothing").statusCode(404).contentType(startsWith(Problem.MEDIA_TYPE));
        given().when().put(Api.DOCUMENTS).then().statusCode(405).contentType(startsWith(Problem.MEDIA_TYPE));
        given().contentType("text/plain")
                .body("x")
                .when()
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(415)
                .contentType(startsWith(Problem.MEDIA_TYPE));
        given().contentType("application/json")
                .accept("image/png")
                .body(Map.of("query", "x"))
                .when()
                .post(Api.SEARCH)
                .then()
                .statusCode(406)
                .contentType(startsWith(Problem.MEDIA_TYPE));
    }

    private static byte[] withContent(byte... content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"title\":\"x\",\"content\":\"a".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("b\"}".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
