package dev.quarry.explorer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.oneOf;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.http.Page;
import dev.quarry.testing.Api;
import dev.quarry.testing.IndexPlans;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** That indexes serve the explorer's pages, under row-level security. */
@ServiceTest
class ExplorerPlanTest {
    @Inject
    IndexPlans plans;

    @Inject
    EmbeddingSpaces spaces;

    @Inject
    Rows rows;

    /** Of an empty table any index is as good as another. */
    @BeforeEach
    void some_chunks() {
        String text = IntStream.range(0, 40)
                .mapToObj("Locker %d of the plans.\n\n"::formatted)
                .collect(joining());
        Api.post(
                        Api.DOCUMENTS,
                        Map.of(
                                "title",
                                "Plans",
                                "external_id",
                                "plans",
                                "content",
                                text,
                                "chunking",
                                Map.of("size", 8)))
                .statusCode(oneOf(200, 201));
        rows.execute("analyze documents, document_chunks");
    }

    @ParameterizedTest
    @CsvSource({"CREATED_AT,ASC,documents_created", "CREATED_AT,DESC,documents_created", "TITLE,ASC,documents_titles"})
    void a_page_of_documents_walks_an_index_and_counts_its_own_chunks_only(
            DocumentSort sort, SortOrder order, String index) {
        String plan = documents(sort, order);

        String page = plan.substring(plan.indexOf("CTE page"), plan.indexOf("CTE Scan on page"));
        assertThat(page)
                .contains(index)
                .doesNotContain("Sort")
                .doesNotContain("document_chunks")
                .doesNotContain("Seq Scan");
        assertThat(plan.substring(plan.indexOf("CTE Scan on page")))
                .contains("((tenant_id = 1) AND (document_id = page.id))")
                .contains("((tenant_id = 1) AND (chunk_id = ANY")
                .contains("using " + vectors() + "_pkey")
                .doesNotContain("Seq Scan");
    }

    @ParameterizedTest
    @EnumSource(
            value = DocumentSort.class,
            names = {"MOST_USED_STRATEGY", "TOTAL_CHUNKS", "AVG_CHUNK_SIZE", "EMBEDDED_CHUNKS"})
    void what_is_counted_of_all_documents_is_counted_in_the_order_of_an_index(DocumentSort sort) {
        String plan = documents(sort, SortOrder.DESC);

        String counting = sort == DocumentSort.EMBEDDED_CHUNKS ? "CTE serving" : "CTE counted";
        assertThat(plan.substring(plan.indexOf(counting), plan.indexOf("CTE page")))
                .containsPattern("Index (Only )?Scan using document_chunks_\\w+ on document_chunks")
                .doesNotContain("Seq Scan");
    }

    @Test
    void a_page_of_chunks_walks_their_positions_and_looks_up_its_own_texts_only() {
        ChunkListing listing =
                new ChunkListing(null, 0, ChunkSort.POSITION, SortOrder.DESC, new Page(Page.DEFAULT_LIMIT, 0));
        String plan = plans.of(ChunkListSql.page(listing, "", vectors())
                .replace("$1", "1")
                .replace("$2", "'00000000-0000-7000-8000-000000000001'::uuid")
                .replace("$3", "100")
                .replace("$4", "0"));

        String page = plan.substring(plan.indexOf("CTE page"), plan.indexOf("CTE Scan on page"));
        assertThat(page)
                .contains("document_chunks_tenant_id_document_id_position_key")
                .doesNotContain("Sort")
                .doesNotContain("Seq Scan");
        assertThat(plan.substring(plan.indexOf("CTE Scan on page")))
                .contains("document_chunks_pkey")
                .contains(vectors() + "_pkey")
                .doesNotContain("Seq Scan");
    }

    private String documents(DocumentSort sort, SortOrder order) {
        DocumentListing listing = new DocumentListing(
                null, null, null, new DocumentListing.Order(sort, order), new Page(Page.DEFAULT_LIMIT, 0));
        return plans.of(DocumentListSql.page(listing, "", vectors())
                .replace("$1", "1")
                .replace("$2", "100")
                .replace("$3", "0"));
    }

    private String vectors() {
        return spaces.counted().index().vectorTable();
    }
}
