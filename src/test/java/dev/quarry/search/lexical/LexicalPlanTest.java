package dev.quarry.search.lexical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.search.lexical.Bm25Plan.Survivors;
import dev.quarry.testing.Api;
import dev.quarry.testing.IndexPlans;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That indexes serve the lexical searches, under row-level security and as the service's own role. Tables of a few rows would
 * be read whole, so that is made dear here.
 */
@ServiceTest
class LexicalPlanTest {
    private static final ChunkCondition NONE = FuzzySql.condition(DocumentFilter.EVERYTHING);
    /** Of fewer, any index of their table is as good as their key. */
    private static final int DOCUMENTS = 150;

    private static final String POSTINGS_BY_KEY = "Index Only Scan(?: Backward)? using postings_pkey on postings";

    @Inject
    IndexPlans plans;

    @Inject
    Rows rows;

    @BeforeEach
    void some_documents() {
        if (rows.number("select count(*) from documents where title like 'Plan %'") == 0) {
            IntStream.range(0, DOCUMENTS)
                    .forEach(i -> Api.store("Plan " + i, "Sheet %d of the sail plan.".formatted(i)));
            rows.execute("analyze");
        }
    }

    @Test
    void the_counts_of_the_querys_words_are_looked_up() {
        String plan = plan(Bm25Sql.TERMS, "1", "'sail plan'", "'{}'", "1.2");

        assertThat(plan).contains("lexeme_totals_pkey").contains("lexeme_changes_pkey");
    }

    private static List<Survivors> everyKindOfSurvivors() {
        return List.of(
                new Survivors.Nobody(), new Survivors.Best(1), new Survivors.From(1), new Survivors.WithinReach(1));
    }

    @ParameterizedTest
    @MethodSource("everyKindOfSurvivors")
    void bm25_reads_and_looks_up_postings_in_the_index_alone(Survivors survivors) {
        String plan = plan(Bm25Sql.statement(survivors, true, false, NONE), ranking("1"));

        assertThat(postings(plan))
                .hasSize(survivors instanceof Survivors.Nobody ? 1 : 2)
                .allSatisfy(node -> assertThat(node).containsPattern(POSTINGS_BY_KEY));
        assertThat(plan).doesNotContain("document_chunks").doesNotContain("documents");
    }

    @Test
    void the_chunks_of_a_filter_are_looked_up_by_the_whole_key() {
        String plan = plan(
                Bm25Sql.statement(new Survivors.Nobody(), true, true, NONE),
                ranking("'{01890000-0000-7000-8000-000000000000}'"));

        assertThat(postings(plan))
                .hasSize(1)
                .allSatisfy(node -> assertThat(node).containsPattern(POSTINGS_BY_KEY));
        assertThat(plan).containsPattern("Index Cond: .*chunk_id = meant\\.chunk_id");
    }

    @Test
    void phrases_and_filters_are_checked_chunk_by_chunk_in_the_order_of_rank() {
        ChunkCondition condition = ChunkCondition.of(
                DocumentFilter.parse(Map.of("language", "en"), "filter"), QueryText.parse("\"sail plan\" -sheet"), 11);

        String plan = plan(
                Bm25Sql.statement(new Survivors.Nobody(), true, false, condition),
                "1",
                "'{en}'",
                "'{0}'",
                "'{sail}'",
                "'{1}'",
                "'{1000}'",
                "'{t}'",
                "0.3",
                "0.1",
                "10",
                "'{en}'",
                "'{sail plan}'",
                "'{sheet}'");

        assertThat(postings(plan))
                .hasSize(2)
                .allSatisfy(node -> assertThat(node).containsPattern(POSTINGS_BY_KEY));
        assertThat(plan).contains("Index Scan using document_chunks_pkey").contains("Index Scan using documents_pkey");
    }

    @Test
    void fuzzy_walks_the_trigram_indexes() {
        String plan = plan(FuzzySql.statement(false, NONE), "1", "'{sail plan}'", "'sail plan'", "0.5", "10");

        assertThat(plan)
                .contains("Index Scan using documents_title_trigrams")
                .contains("Order By: (title <->")
                .contains("Index Scan using chunk_spellings_trigrams")
                .contains("Order By: (text <->");
    }

    private static String[] ranking(String last) {
        return new String[] {"1", "'{en}'", "'{0}'", "'{sail}'", "'{1}'", "'{1000}'", "'{t}'", "0.3", "0.1", "10", last
        };
    }

    private static List<String> postings(String plan) {
        return plan.lines().filter(line -> line.contains(" on postings")).toList();
    }

    /** @param values what stands for $1, $2 and so on */
    private String plan(String statement, String... values) {
        String sql = IntStream.rangeClosed(1, values.length)
                .boxed()
                .sorted(Collections.reverseOrder())
                .reduce(statement, (text, i) -> text.replace("$" + i, values[i - 1]), (first, second) -> second);
        return plans.of(sql);
    }
}
