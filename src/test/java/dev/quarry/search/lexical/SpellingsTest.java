package dev.quarry.search.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.chunk.Identifiers;
import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fuzzy search, and the table that it reads, through stores, edits and deletes. */
@ServiceTest
class SpellingsTest {
    /** Two sections, each long enough for chunks of its own. */
    private static final String MANUAL =
            """
            # Zephyr manual

            ## Desalinator upkeep

            Change the quillwort membrane each spring. The cartridge is QX-7731/4; never use M8x40 bolts. %1$s

            ## Bilgewater separator

            Clean it. See 2024-11 for the notice, and www.example.org. %1$s
            """.formatted("Rinse it with fresh water, then let it dry in the open. ".repeat(20));

    @Inject
    Rows rows;

    @Inject
    Database database;

    @Test
    void a_misspelled_heading_and_a_mistyped_part_number_are_found() {
        String id = stored("manual-find", "Zephyr");

        // Other tests' manuals are spelled alike.
        spelled("desalinatr upkep").body("hits.document_id", hasItem(id));
        spelled("QX-7713/4").body("hits.document_id", hasItem(id));
        spelled("which cartridge replaces the one that is called QX-7713/4 in the list")
                .body("hits.document_id", hasItem(id));
    }

    private static ValidatableResponse spelled(String query) {
        return Api.post(Api.SEARCH, Map.of("query", query, "k", 20, "capabilities", List.of("fuzzy"), "fold", false))
                .statusCode(200);
    }

    @Test
    void words_of_the_body_are_not_compared() {
        stored("manual-body", "Zephyr");

        Api.search("quilwort", 3, "fuzzy").body("hits", empty());
    }

    @Test
    void an_edit_keeps_the_table_in_step_and_a_delete_empties_it() {
        String id = stored("manual-edit", "Zephyr");
        assertThat(spellings(id)).isEqualTo(wanted(id)).contains("QX-7731/4", "M8x40", "2024-11");

        Api.store(
                        "Zephyr",
                        MANUAL.replace("QX-7731/4", "QX-8000/1").replace("Bilgewater", "Oily water"),
                        "en",
                        "manual-edit")
                .statusCode(200);
        assertThat(spellings(id)).isEqualTo(wanted(id)).contains("QX-8000/1").doesNotContain("QX-7731/4");

        Api.store("Zephyr", MANUAL.replace("## Desalinator upkeep", "Of late:"), "en", "manual-edit")
                .statusCode(200);
        assertThat(spellings(id)).isEqualTo(wanted(id));

        RestAssured.delete(Api.DOCUMENTS + "/" + id).then().statusCode(204);
        assertThat(rows.number("select count(*) from chunk_spellings s where not exists"
                        + " (select from document_chunks c where c.tenant_id = s.tenant_id and c.id = s.chunk_id)"))
                .isZero();
    }

    @Test
    void a_filter_few_or_many_documents_wide_holds() {
        for (int i = 0; i < 3; i++) {
            Api.post(
                            Api.DOCUMENTS,
                            Map.of(
                                    "title", "Gyrocompass " + i,
                                    "content", "Model GYRO-55" + i + ".",
                                    "metadata", Map.of("fuzzy-number", i)))
                    .statusCode(201);
        }
        DocumentFilter one = DocumentFilter.parse(Map.of("metadata.fuzzy-number", 1), "filter");
        FuzzyQuestion question = new FuzzyQuestion(TenantId.DEFAULT, "gyrocompas GYRO-559", one, 0.3, 10);
        List<String> sought = List.of("gyrocompas", "GYRO-559");

        RankedChunks few = read(connection -> Fuzzy.search(connection, question));
        FuzzySql.Similar many =
                read(connection -> FuzzySql.search(connection, question, Sought.whole(sought), Optional.empty()));

        List<UUID> expected = List.of(chunkOf("Gyrocompass 1"));
        assertThat(few.best()).extracting(ScoredChunk::chunkId).isEqualTo(expected);
        assertThat(many.best()).extracting(ScoredChunk::chunkId).isEqualTo(expected);
        assertThat(many.cutOff()).isFalse();
    }

    /** A filter that leaves nothing of what is spelled alike would have the whole index walked. */
    @Test
    void the_walk_under_a_filter_has_an_end_and_says_so() {
        for (int i = 0; i < 8; i++) {
            Api.store("Anemograph " + i, "Sheet " + i + ".");
        }
        DocumentFilter none = DocumentFilter.parse(Map.of("metadata.fuzzy-number", "none"), "filter");
        FuzzyQuestion question = new FuzzyQuestion(TenantId.DEFAULT, "anemogrph", none, 0.3, 1);

        FuzzySql.Similar similar = read(connection ->
                FuzzySql.search(connection, question, Sought.whole(List.of("anemogrph")), Optional.empty()));

        assertThat(similar.best()).isEmpty();
        assertThat(similar.cutOff()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The cartridge is AB-1234/5, not AB-1234/5.",
                "M8x40 bolts; (x1y2) [9-10] 3.14 100 12/24 -7 _a1_ ...b-2...",
                "v1.2.3 file_7.txt Größe-Ω9 àé1",
                "1234567890123456789012345678901234567890-1 a1 ab1",
                "plain words without anything, 2024",
                ""
            })
    void the_service_and_the_migration_agree_on_what_an_identifier_is(String text) {
        String[] inDatabase = rows.with(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select coalesce(array_agg(i), '{}') from identifiers(?) as i")) {
                statement.setString(1, text);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    Array identifiers = row.getArray(1);
                    return (String[]) identifiers.getArray();
                }
            }
        });

        assertThat(Identifiers.in(text)).containsExactlyInAnyOrder(inDatabase);
    }

    @Test
    void identifiers_have_a_digit_and_a_letter_or_a_stroke() {
        assertThat(Identifiers.in("See AB-1234/5, M8x40, 10-24 or 3.14; 100 pre-war ab1. (x9)"))
                .containsExactly("AB-1234/5", "M8x40", "10-24", "ab1");
    }

    @CanIgnoreReturnValue
    private static String stored(String externalId, String title) {
        return Api.store(title, MANUAL, "en", externalId)
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** What the table has for a document. */
    private List<String> spellings(String documentId) {
        return texts("""
                select array_agg(s.text order by s.text collate "C")
                from chunk_spellings s join document_chunks c on c.tenant_id = s.tenant_id and c.id = s.chunk_id
                where c.document_id = ?""", documentId);
    }

    /** What it should have. */
    private List<String> wanted(String documentId) {
        return texts("""
                select array_agg(wanted.text order by wanted.text collate "C")
                from (
                  select distinct heading_path as text from document_chunks where document_id = ? and heading_path <> ''
                  union all
                  select i from document_chunks c cross join lateral identifiers(c.content) as i where c.document_id = ?
                ) as wanted""", documentId, documentId);
    }

    private List<String> texts(String sql, String... documentIds) {
        return rows.with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < documentIds.length; i++) {
                    statement.setObject(i + 1, UUID.fromString(documentIds[i]));
                }
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return Arrays.asList((String[]) row.getArray(1).getArray());
                }
            }
        });
    }

    private UUID chunkOf(String title) {
        return rows.with(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select c.id from document_chunks c join documents d on d.id = c.document_id where d.title = ?")) {
                statement.setString(1, title);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getObject(1, UUID.class);
                }
            }
        });
    }

    private <T> T read(Function<SqlConnection, Uni<T>> work) {
        return database.read(TenantId.DEFAULT.rows(), Duration.ofSeconds(10), work)
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
