package dev.quarry.document;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.testing.Api;
import dev.quarry.testing.DocumentTools;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that pandoc and LibreOffice made come back through the interface with their text, headings and pages. */
@ServiceTest
class ForeignDocumentsTest {
    private static final String PAGE_BREAK = """

            ```{=openxml}
            <w:p><w:r><w:br w:type="page"/></w:r></w:p>
            ```

            """;

    private static final String HANDBOOK = """
            ---
            title: Handbook of the schooner Zephyrine
            author: Ottilie Brandt
            lang: en-GB
            ---

            # Engine room

            The diesel engine of the Zephyrine has six cylinders and is started by compressed air.

            ## Lubrication

            The oilpan holds forty litres of lubricant. Its dipstick stands behind the starboard ladder.

            - Drain the sumpwater before every voyage.
            - Note the *oil pressure* in the logbook.
            """ + PAGE_BREAK + """
            # Rigging

            The mainmast was stepped anew in Marstal; its shrouds are of galvanised wire.

            ## Halyards

            | Halyard | Length |
            |---------|--------|
            | Peak    | 61 m   |
            | Throat  | 48 m   |
            """ + PAGE_BREAK + """
            # Galley

            The stove burns paraffin. Crème brûlée is served to whoever finds the nutmeg.
            Two dozen tins of biscuit stand below the bunks, and the flour and the rice are kept dry in the lockers
            behind the companionway, where neither mice nor apprentices have ever found them.
            """;

    @TempDir
    Path folder;

    @Test
    void docx_by_pandoc() {
        holdsTheHandbook(new DocumentTools(folder).pandoc(HANDBOOK, "handbook.docx"), "Ottilie Brandt");
    }

    @Test
    void docx_by_libreoffice() {
        DocumentTools tools = new DocumentTools(folder);
        Path odt = tools.office(tools.pandoc(HANDBOOK, "handbook.docx"), "odt");
        holdsTheHandbook(tools.office(odt, "docx"), "Ottilie Brandt");
    }

    @Test
    void epub_by_pandoc() {
        holdsTheHandbook(new DocumentTools(folder).pandoc(HANDBOOK, "handbook.epub"), "Ottilie Brandt");
    }

    @Test
    void html_by_pandoc() {
        holdsTheHandbook(new DocumentTools(folder).pandoc(HANDBOOK, "handbook.html"), "Ottilie Brandt");
    }

    @Test
    void pdf_by_libreoffice_with_its_pages() {
        DocumentTools tools = new DocumentTools(folder);
        Path pdf = tools.office(tools.pandoc(HANDBOOK, "handbook.docx"), "pdf");

        String id = holdsTheHandbook(pdf, "Ottilie Brandt");

        assertThat((Integer) Api.get(Api.DOCUMENTS + "/" + id).extract().path("metadata.page_count"))
                .isEqualTo(3);
        hit(pdf, "lubricant oilpan").body("hits[0].page", equalTo(1));
        hit(pdf, "mainmast shrouds").body("hits[0].page", equalTo(2));
        hit(pdf, "paraffin nutmeg").body("hits[0].page", equalTo(3));
    }

    @CanIgnoreReturnValue
    private static String holdsTheHandbook(Path file, String author) {
        ValidatableResponse stored = given().multiPart("file", file.toFile())
                .multiPart("external_id", file.toString())
                .multiPart("chunking", "{\"size\": 40}")
                .when()
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(201)
                .body("title", equalTo("Handbook of the schooner Zephyrine"))
                .body("language", equalTo("en"))
                .body("metadata.author", equalTo(author))
                .body("metadata.file_name", equalTo(file.getFileName().toString()))
                .body("total_chunks", greaterThan(3));
        String id = stored.extract().path("id");

        assertThat(heading(file, "lubricant oilpan dipstick")).endsWith("Engine room > Lubrication");
        assertThat(heading(file, "sumpwater voyage")).endsWith("Engine room > Lubrication");
        assertThat(heading(file, "mainmast shrouds Marstal")).endsWith("Rigging");
        assertThat(heading(file, "Peak 61 m")).endsWith("Rigging > Halyards");
        assertThat(heading(file, "nutmeg paraffin")).endsWith("Galley");
        assertThat(content(file, "nutmeg paraffin")).contains("Crème brûlée is served");
        return id;
    }

    private static String heading(Path file, String question) {
        return hit(file, question).extract().path("hits[0].heading_path");
    }

    private static String content(Path file, String question) {
        return hit(file, question).extract().path("hits[0].content");
    }

    private static ValidatableResponse hit(Path file, String question) {
        return Api.post(
                        Api.SEARCH,
                        Map.of(
                                "query",
                                question,
                                "k",
                                1,
                                "capabilities",
                                List.of("bm25"),
                                "filter",
                                Map.of("external_id", file.toString())))
                .statusCode(200);
    }
}
