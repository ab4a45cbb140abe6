package dev.quarry.document.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.failure.Failure;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"colour": "red"}                                | filter.colour                          | is no field
                    {"or": [{"title": "a"}, {"metadata.y": {"gte": true}}]} | filter.or[1].metadata.y.gte     | have no order
                    {"metadata.y": {"above": 3}}                     | filter.metadata.y.above                | allowed are eq, ne, in
                    {"status": "done"}                               | filter.status                          | one of pending, indexing, ready, failed
                    {"status": {"gt": "ready"}}                      | filter.status.gt                       | allowed are eq, ne, in, nin
                    {"status": {"in": ["ready", "done"]}}            | filter.status.in                       | one of pending
                    {"title": 3}                                     | filter.title                           | must be a string
                    {"title": null}                                  | filter.title                           | {"exists": false}
                    {"title": ["a"]}                                 | filter.title                           | must be a string
                    {"tags": {"in": []}}                             | filter.tags.in                         | has 0 values; from 1 to 1000
                    {"tags": {"in": "a"}}                            | filter.tags.in                         | must be an array
                    {"created_at": {"gt": "yesterday"}}              | filter.created_at.gt                   | 2026-05-01
                    {"created_at": "2026-13-01"}                     | filter.created_at                      | 2026-05-01
                    {"created_at": {"lt": "2026-05-01T10:00:00"}}    | filter.created_at.lt                   | 2026-05-01T12:30:00Z
                    {"and": {"title": "a"}}                          | filter.and                             | must be an array
                    {"and": []}                                      | filter.and                             | must be an array of 1 to 100
                    {"not": [{"title": "a"}]}                        | filter.not                             | must be an object
                    {"or": [{}]}                                     | filter.or[0]                           | with one condition at least
                    {"metadata.a": {}}                               | filter.metadata.a                      | names no operator
                    {"metadata.a": {"gt": 1, "gte": 2}}              | filter.metadata.a.gte                  | send one
                    {"metadata.a": {"gt": 1, "lt": "b"}}             | filter.metadata.a                      | no value can be both
                    {"metadata.a": {"exists": "yes"}}                | filter.metadata.a.exists               | true or false
                    {"metadata.a": {"prefix": ""}}                   | filter.metadata.a.prefix               | one character
                    {"metadata.": 1}                                 | filter.metadata.                       | is no field
                    {"metadata.a": "\\u0000"}                        | filter.metadata.a                      | NUL
                    """)
    void an_error_names_its_place_and_what_is_allowed(String json, String place, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> assertThat(invalid.violations()).anySatisfy(violation -> {
                            assertThat(violation.field()).isEqualTo(place);
                            assertThat(violation.message()).contains(message);
                        }));
    }

    @Test
    void every_error_is_told_at_once() {
        assertThatThrownBy(() -> parse("{\"or\": [{\"status\": 1}, {\"x\": 1}], \"title\": {\"gt\": 3}}"))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(Failure.Violation::field)
                                .containsExactlyInAnyOrder("filter.or[0].status", "filter.or[1].x", "filter.title.gt"));
    }

    @Test
    void nesting_ends_somewhere() {
        assertThat(parse(nested(FilterReader.DEEPEST - 1))).isNotNull();
        assertThatThrownBy(() -> parse(nested(FilterReader.DEEPEST)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("is nested more than 8 deep");
        assertThatThrownBy(() -> parse(nested(500))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void the_number_of_conditions_ends_somewhere() {
        assertThat(of(FilterReader.MOST_COMPARISONS)).isNotNull();
        assertThatThrownBy(() -> of(FilterReader.MOST_COMPARISONS + 1))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("has 101 conditions; at most 100 are taken");
    }

    @Test
    void a_text_that_is_compared_by_order_is_short() {
        assertThat(DocumentFilter.parse(Map.of("title", Map.of("gte", "x".repeat(255))), "filter"))
                .isNotNull();
        assertThatThrownBy(() -> DocumentFilter.parse(Map.of("title", Map.of("gte", "x".repeat(256))), "filter"))
                .hasMessageContaining("has 256 characters; at most 255");
    }

    @Test
    void nothing_means_everything() {
        assertThat(parse("{}")).isEqualTo(DocumentFilter.EVERYTHING);
        assertThat(FilterSql.where(parse("{}"), 3).text()).isEqualTo("true");
    }

    @Test
    void no_word_of_the_caller_is_in_the_sql() {
        FilterSql.Where where = FilterSql.where(
                parse("{\"or\": [{\"metadata.x'; drop table y\": {\"prefix\": \"evil\", \"ne\": \"evil\"}},"
                        + " {\"external_id\": \"evil\"}, {\"tags\": \"evil\"}], \"source_uri\": {\"lt\": \"evil\"}}"),
                3);

        assertThat(where.text()).doesNotContain("drop", "evil");
        assertThat(where.check()).doesNotContain("drop", "evil");
        assertThat(where.parameters()).isNotEmpty();
    }

    @Test
    void both_forms_of_a_condition_use_every_parameter() {
        FilterSql.Where where = FilterSql.where(
                parse(
                        "{\"or\": [{\"tags\": \"a\"}, {\"and\": [{\"metadata.n\": {\"gt\": 3}}, {\"not\": {\"title\": \"b\"}}]}]}"),
                3);

        for (String sql : List.of(where.text(), where.check())) {
            IntStream.range(3, 3 + where.parameters().size())
                    .forEach(number -> assertThat(sql).containsPattern("\\$" + number + "::"));
            assertThat(sql).doesNotContain("$" + (3 + where.parameters().size()));
        }
    }

    @Test
    void what_is_asked_besides_equality_is_told_apart() {
        DocumentFilter filter =
                parse("{\"language\": \"en\", \"metadata.year\": {\"gt\": 3}, \"or\": [{\"status\": \"ready\"}]}");

        assertThat(filter.texts()).containsOnlyKeys("language", "status");
        assertThat(filter.untold()).containsExactly("metadata.year");
    }

    /** Whoever compares the field itself would find other documents, or more of them. */
    @Test
    void elements_and_what_is_said_twice_are_not_told() {
        DocumentFilter elements = parse("{\"metadata.boat\": {\"contains\": \"aurora\"}}");
        DocumentFilter twice = parse("{\"and\": [{\"metadata.boat\": \"aurora\"}, {\"metadata.boat\": \"borea\"}]}");

        assertThat(elements.texts()).isEmpty();
        assertThat(elements.untold()).containsExactly("metadata.boat");
        assertThat(twice.texts()).isEmpty();
        assertThat(twice.untold()).containsExactly("metadata.boat");
    }

    private static DocumentFilter parse(String json) {
        return DocumentFilter.parse(new JsonObject(json).getMap(), "filter");
    }

    private static DocumentFilter of(int comparisons) {
        List<Object> half = Collections.nCopies(comparisons / 2, Map.of("metadata.a", Map.of("gt", 1)));
        List<Object> rest = Collections.nCopies(comparisons - comparisons / 2, Map.of("tags", "a"));
        return DocumentFilter.parse(Map.of("and", half, "or", rest), "filter");
    }

    private static String nested(int depth) {
        return "{\"not\": ".repeat(depth) + "{\"title\": \"a\"}" + "}".repeat(depth);
    }
}
