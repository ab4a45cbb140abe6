package dev.quarry.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.search.SearchQuery;
import dev.quarry.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "select :query => select ($1::text)",
                "select :tenant_id+:limit => select ($1::integer)+($2::integer)",
                "select :like, :query, :like => select ($1::text), ($2::text), ($1::text)",
                "select :query::tsquery => select ($1::text)::tsquery",
                "select a::text, b:: int from t => select a::text, b:: int from t",
                "select f(a := :limit) => select f(a := ($1::integer))",
                "select a || :query||b => select a || ($1::text)||b",
                "with x as (select :tenant) select * from x => with x as (select ($1::text)) select * from x",
                "(select :query) union (select :query) => (select ($1::text)) union (select ($1::text))",
                "select array[:query, :like] => select array[($1::text), ($2::text)]",
                "select ARRAY[[:query], [:like]] => select ARRAY[[($1::text)], [($2::text)]]",
                "select a[1:n], a[lo:hi][2:x+1] => select a[1:n], a[lo:hi][2:x+1]",
                "select a[f(:limit):n] => select a[f(($1::integer)):n]",
                "select a[:limit] => select a[($1::integer)]",
                "select a[1: :limit] => select a[1: ($1::integer)]",
                "select a[(b):c] => select a[(b):c]",
                "select 1 : :query => select 1 : ($1::text)",
                "select foo$a$, :query, bar$a$ => select foo$a$, ($1::text), bar$a$",
                "select :filter.boat, :filter_boat => select ($1::text), ($2::text)",
                "select :filter.metadata.part_no||x.y => select ($1::text)||x.y",
                "select :query; => select ($1::text)",
                "select 1; -- done => select 1 -- done",
            })
    void parameters_are_numbered_and_typed(String sql, String text) {
        assertThat(QueryTemplate.parse(sql).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ':query'",
                "select 'it''s :query'",
                "select ''':query'''",
                "select E'\\':query', e'\\\\', 'x:query'",
                "select E'a'':query\\''",
                "select U&':query', B'01', n':query'",
                "select \":query\", \"a\"\":query\"",
                "select $$:query$$, $tag$ $$ :query $other$ $tag$",
                "select $é$:query$é$",
                "select 1 -- :query",
                "select 1 -- :query\n, 2",
                "select /* :query /* :like */ :tenant */ 1",
                "select '{\"a\":query}'::jsonb",
                "select now()::date, x::int[], a[b::int]",
                "select 'open :query",
                "select 1 /* open :query",
            })
    void what_only_looks_like_a_parameter_stays(String sql) {
        QueryTemplate template = QueryTemplate.parse(sql);

        assertThat(template.parameters()).isEmpty();
        assertThat(template.text()).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "select :nobody => names the parameter :nobody, which does not exist; there are :tenant, :tenant_id",
                "select :Query => names the parameter :Query",
                "select :query.x, :tenant_ => names the parameter :tenant_",
                "select :filter => names the parameter :filter,",
                "select a[:n] => names the parameter :n,",
                "select $a$ :query => a dollar quote that begins with $a$ and does not end. In settings $$ is read as $",
                "select $1 => numbered parameter $1; name it",
                "select 1; select 2 => holds several statements",
                "select 1; drop table documents => holds several statements",
                "update t set a = 1 => does not begin with SELECT",
                "insert into t values (1) => does not begin with SELECT",
                "/* select */ delete from t => does not begin with SELECT",
                "-- nothing => is empty",
                "; => is empty",
            })
    void what_makes_no_sense_is_refused(String sql, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryTemplate.parse(sql))
                .withMessageContaining(message);
    }

    @Test
    void a_long_string_of_doubled_quotes_is_read() {
        String sql = "select '" + "''".repeat(100_000) + ":query'";

        assertThat(QueryTemplate.parse(sql).parameters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "filter.boat, metadata.boat",
        "filter_boat, metadata.boat",
        "filter.metadata.status, metadata.status",
        "filter.status, status",
        "filter_external_id, external_id",
        "filter.language, language",
    })
    void a_filters_parameter_means_a_field_of_the_document_or_a_key_of_its_metadata(String name, String field) {
        assertThat(Parameter.named(name).orElseThrow().field()).isEqualTo(field);
    }

    @Test
    void values_come_from_the_request() {
        DocumentFilter filter = DocumentFilter.parse(Map.of("metadata.year", 2011, "status", "ready"), "filter");
        SearchQuery query = new SearchQuery(new TenantId(7), "50% o\\ff_", filter, 10, Duration.ofSeconds(1));
        QueryTemplate template = QueryTemplate.parse(
                "select :tenant, :tenant_id, :query, :like, :limit, :filter.year, :filter.status, :filter.boat");

        assertThat(template.parameters())
                .extracting(parameter -> parameter.value(new Parameter.Request(query, 5, "selene")))
                .containsExactly("selene", 7, "50% o\\ff_", "%50\\% o\\\\ff\\_%", 5, "2011", "ready", null);
    }

    @Test
    void several_values_for_one_parameter_are_refused_by_name() {
        DocumentFilter filter =
                DocumentFilter.parse(Map.of("metadata.boat", Map.of("in", List.of("a", "b"))), "filter");
        SearchQuery query = new SearchQuery(TenantId.DEFAULT, "x", filter, 10, Duration.ofSeconds(1));
        Parameter boat = Parameter.named("filter.boat").orElseThrow();

        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> boat.value(new Parameter.Request(query, 5, "")))
                .withMessageContaining("filter.metadata.boat has 2 values");
    }
}
