package dev.quarry.document;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class DocumentUploadResourceTest {
    private static final String MANUAL = "# Winch\n\nGrease the quillback winch every spring.\n";

    @Test
    void a_file_becomes_a_document() {
        String location = upload("winch.md", MANUAL)
                .statusCode(201)
                .body("title", equalTo("Winch"))
                .body("status", equalTo("pending"))
                .body("metadata.file_name", equalTo("winch.md"))
                .body("metadata.media_type", equalTo("text/markdown"))
                .body("metadata", not(hasKey("page_count")))
                .extract()
                .header("Location");

        Api.get(location.substring(location.indexOf("/api/"))).statusCode(200).body("title", equalTo("Winch"));
    }

    @Test
    void what_its_sender_says_counts_more_than_what_the_file_says() {
        form("winch.md", MANUAL)
                .multiPart("title", "Quillback")
                .multiPart("language", "de")
                .multiPart("source_uri", "https://example.org/winch")
                .multiPart("metadata", "{\"media_type\": \"mine\", \"shelf\": 3}")
                .multiPart("chunking", "{\"size\": 20}")
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(201)
                .body("title", equalTo("Quillback"))
                .body("language", equalTo("de"))
                .body("source_uri", equalTo("https://example.org/winch"))
                .body("metadata.media_type", equalTo("mine"))
                .body("metadata.shelf", equalTo(3))
                .body("metadata.file_name", equalTo("winch.md"));
    }

    @Test
    void the_same_external_id_replaces_as_with_json() {
        String externalId = "upload-" + UUID.randomUUID();
        String id = form("winch.md", MANUAL)
                .multiPart("external_id", externalId)
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        form("winch.md", MANUAL)
                .multiPart("external_id", externalId)
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("unchanged", equalTo(true));
        form("winch.md", MANUAL + "\n# Windlass\n\nOil it.\n")
                .multiPart("external_id", externalId)
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("added", equalTo(1));
    }

    @Test
    void pages_of_a_text_are_kept_with_its_chunks_and_move_with_them() {
        String externalId = "pages-" + UUID.randomUUID();
        String first = "The bobstay chain is checked yearly.";
        String second = "The gammoning is of wood.";
        uploadPages(externalId, first + "\n\f\n" + second).statusCode(201);
        assertThat(pageOf(externalId, "gammoning")).isEqualTo(2);

        uploadPages(externalId, first + "\n\f\nThe cathead is new.\n\f\n" + second)
                .statusCode(200)
                .body("kept", equalTo(2));

        assertThat(pageOf(externalId, "gammoning")).isEqualTo(3);
        assertThat(pageOf(externalId, "bobstay")).isEqualTo(1);
    }

    @Test
    void a_document_without_pages_has_none() {
        String externalId = "unpaged-" + UUID.randomUUID();
        Api.store("Shroud", "The futtock shroud is worn.", "en", externalId).statusCode(201);

        hit(externalId, "futtock").body("hits[0].page", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"windows-1252", "UTF-8", "UTF-16", "ISO-8859-1"})
    void characters_survive_in_every_encoding(String charset) {
        String externalId = "encoding-" + UUID.randomUUID();
        byte[] bytes = ("Überführung: die Größe des Küchenofens (" + charset
                        + ") beträgt fünf Fuß. Süßwasser ist genügend da.")
                .getBytes(Charset.forName(charset));

        given().multiPart("file", "ofen.txt", bytes)
                .multiPart("external_id", externalId)
                .multiPart("language", "de")
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(201);

        assertThat((String) hit(externalId, "Küchenofen Größe").extract().path("hits[0].content"))
                .contains("die Größe des Küchenofens");
    }

    @Test
    void rows_of_csv_say_what_their_values_are() {
        String externalId = "csv-" + UUID.randomUUID();
        form("parts.csv", "Part;Name;Hours\nAB-1;Impeller;200\nAB-2;\"Seal; large\";400\n")
                .multiPart("external_id", externalId)
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(201)
                .body("title", equalTo("parts"))
                .body("metadata.record_count", equalTo(2));

        assertThat((String) hit(externalId, "impeller").extract().path("hits[0].content"))
                .contains("Part: AB-1 | Name: Impeller | Hours: 200")
                .contains("Name: Seal; large");
    }

    @Test
    void values_of_json_say_where_they_stand() {
        String externalId = "json-" + UUID.randomUUID();
        form("engine.json", "{\"title\": \"Engine\", \"oil\": {\"litres\": 4.5, \"grades\": [\"15W-40\", \"10W-30\"]}}")
                .multiPart("external_id", externalId)
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(201)
                .body("title", equalTo("Engine"));

        assertThat((String) hit(externalId, "litres").extract().path("hits[0].content"))
                .contains("oil > litres: 4.5")
                .contains("oil > grades: 10W-30");
    }

    @ParameterizedTest
    @CsvSource({
        "winch.pdf, text, is called PDF by its name",
        "winch.docx, text, is called DOCX by its name",
        "winch.png, \u0089PNG, is a PNG picture",
        "winch.rtf, {\\rtf1 x}, is RTF",
        "winch.json, {\"a\": , is not a well-formed JSON",
        "winch.txt, '', is empty",
        "winch.txt, '  ', holds no text",
        "winch.txt, %PDF-1.7 and no more, is PDF by its content and TEXT by its name",
        "winch.pdf, %PDF-1.7 and no more, is not a well-formed PDF",
        "winch.zip, PK\u0003\u0004 and no more, is not well-formed; allowed: TEXT (.txt)",
    })
    void what_cannot_be_read_is_refused_and_says_why(String name, String content, String reason) {
        given().multiPart("file", name, content.getBytes(StandardCharsets.ISO_8859_1))
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:quarry:problem:invalid-request"))
                .body("violations[0].field", equalTo("file"))
                .body("violations[0].message", containsString(reason));
    }

    @Test
    void a_form_that_is_wrong_names_the_field() {
        given().multiPart("title", "no file")
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("file"));
        refused(form("a.txt", "text").multiPart("file", "b.txt", "text".getBytes(StandardCharsets.UTF_8)), "file");
        refused(form("a.txt", "text").multiPart("metadata", "[1]"), "metadata");
        refused(form("a.txt", "text").multiPart("chunking", "{\"siize\": 3}"), "chunking");
        refused(form("a.txt", "text").multiPart("chunking", "{\"size\": 3}"), "chunking.size");
        refused(form("a.txt", "text").multiPart("language", "klingon"), "language");
        refused(form("a.txt", "text").multiPart("external_id", "x".repeat(501)), "external_id");
    }

    @Test
    void the_description_has_both_forms_of_the_body() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .body("paths.'/api/v1/documents'.post.requestBody.content", hasKey("application/json"))
                .body("paths.'/api/v1/documents'.post.requestBody.content", hasKey("multipart/form-data"))
                .body("components.schemas.Form.properties.file.format", equalTo("binary"));
    }

    private static void refused(RequestSpecification request, String field) {
        request.post(Api.DOCUMENTS).then().statusCode(400).body("violations[0].field", equalTo(field));
    }

    private static ValidatableResponse uploadPages(String externalId, String content) {
        return form("pages.txt", content)
                .multiPart("external_id", externalId)
                .multiPart("title", "Pages")
                .multiPart("language", "en")
                .multiPart("chunking", "{\"size\": 12}")
                .post(Api.DOCUMENTS)
                .then();
    }

    private static ValidatableResponse upload(String name, String content) {
        return form(name, content).post(Api.DOCUMENTS).then();
    }

    private static RequestSpecification form(String name, String content) {
        return given().multiPart("file", name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static int pageOf(String externalId, String question) {
        return hit(externalId, question).extract().path("hits[0].page");
    }

    private static ValidatableResponse hit(String externalId, String question) {
        Map<String, Object> search = Map.of(
                "query",
                question,
                "k",
                1,
                "capabilities",
                List.of("bm25"),
                "filter",
                Map.of("external_id", externalId));
        return Api.post(Api.SEARCH, search).statusCode(200);
    }
}
