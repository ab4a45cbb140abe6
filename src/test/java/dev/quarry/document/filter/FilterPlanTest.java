package dev.quarry.document.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.testing.Api;
import dev.quarry.testing.IndexPlans;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That filters look documents up in indexes, under row-level security. */
@ServiceTest
class FilterPlanTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    IndexPlans plans;

    @Inject
    Rows rows;

    /** Of empty tables any index is as good as another. */
    @BeforeEach
    void some_documents() {
        for (int i = 0; i < 40; i++) {
            Map<String, Object> metadata =
                    Map.of("boat", "boat " + i, "year", 1990 + i, "tags", List.of("engine", "tag " + i));
            Api.post(
                            Api.DOCUMENTS,
                            Map.of(
                                    "title",
                                    "Plans " + i,
                                    "external_id",
                                    "p" + i,
                                    "content",
                                    "Plan.",
                                    "metadata",
                                    metadata))
                    .statusCode(oneOf(200, 201));
        }
        rows.execute("analyze documents, document_facts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{`metadata.boat`: `aurora`}|document_facts_texts|text_value = ANY ('{aurora}'::text[])",
                "{`metadata.boat`: {`in`: [`aurora`, `borea`]}}|document_facts_texts|text_value = ANY",
                "{`metadata.boat`: {`prefix`: `aur`}}|document_facts_texts|text_value >= 'aur'::text",
                "{`tags`: `tag 7`}|document_facts_texts|key = '.tags[]'::text",
                "{`metadata.year`: {`gte`: 2020, `lt`: 2022}}|document_facts_numbers|number_value >=",
                "{`or`: [{`metadata.boat`: `aurora`}, {`metadata.year`: 2020}]}|document_facts_numbers|number_value =",
                "{`title`: `Plans 3`}|document_facts_texts|key = 'title'::text",
            })
    void what_a_filter_asks_of_facts_is_looked_up(String filter, String index, String condition)
            throws JsonProcessingException {
        // As lists, deletions and batches have it; searches have tests of their own.
        String plan = plans.of("select d.id from documents d where d.tenant_id = 1 and ("
                + condition(filter.replace('`', '"')) + ") limit 100");

        assertThat(plan).contains(index).contains(condition).doesNotContain("Seq Scan");
    }

    private static String condition(String filter) throws JsonProcessingException {
        Map<String, Object> parsed = JSON.readValue(filter, new TypeReference<Map<String, Object>>() {});
        FilterSql.Where where = FilterSql.where(DocumentFilter.parse(parsed, "filter"), 1);
        String sql = where.text();
        for (int i = where.parameters().size(); i > 0; i--) {
            sql = sql.replace("$" + i, literal(where.parameters().get(i - 1)));
        }
        return sql;
    }

    private static String literal(Object value) {
        return switch (value) {
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Object[] several ->
                "array[" + Arrays.stream(several).map(FilterPlanTest::literal).collect(Collectors.joining(", ")) + "]";
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }
}
