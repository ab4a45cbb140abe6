package dev.quarry.search.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.search.Capability.Hit;
import dev.quarry.search.Capability.Hits;
import dev.quarry.search.Item;
import dev.quarry.search.SearchQuery;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import dev.quarry.testing.Superuser;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries of the settings on a real server: what is refused at start, and what one finds. */
@ServiceTest
class SqlCapabilityTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @Inject
    QueryCheck check;

    @Inject
    Database database;

    @Inject
    Rows rows;

    @BeforeEach
    void tables() {
        rows.execute("create table if not exists public.berths (tenant text, tenant_id integer, id bigint primary key,"
                + " name text, boat text)");
        rows.execute("grant select on public.berths to public");
        rows.execute("delete from public.berths");
        rows.execute("insert into tenants (name) values ('selene') on conflict do nothing");
        rows.execute("insert into public.berths select t.name, t.id, t.id * 10 + i, 'Berth ' || i, case when i = 1 then"
                + " 'aurora' end from tenants t, generate_series(1, 3) i where t.name in ('default', 'selene')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "select id, title from nowhere => relation \"nowhere\" does not exist (SQLSTATE 42P01). Tables are looked"
                        + " for in the schemas quarry, public and extensions",
                "select id, name as title, colour from berths => column \"colour\" does not exist",
                "select id, name as title form berths => syntax error",
                "select id, name as title from berths where id = :query => operator does not exist: bigint = text",
                "select 1 as id => has no column title",
                "select 1 as id, '' as title, ''::bytea as photo => the column photo of type bytea",
                "select 1 as id, '' as title, 'x' as score => the column score of type text",
                "select 1 as id, '' as title) q, (select 1 => syntax error",
                "with gone as (delete from berths returning *) select id, name as title from gone => at the top level",
                "with gone as (select 1) delete from berths returning id, name as title => syntax error",
                "select id, name as title into temp t from berths => SELECT",
                "select id, name as title from berths for update => read-only transaction",
            })
    void what_the_server_refuses_refuses_the_start_in_one_line(String query, String message) {
        assertThatIllegalStateException()
                .isThrownBy(() -> open(query))
                .withMessageStartingWith("quarry.search.sql.parts.query")
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
    }

    @Test
    void a_role_that_is_not_there_refuses_the_start() {
        assertThatIllegalStateException()
                .isThrownBy(() -> open("select 1 as id, '' as title", "role=nobody_at_all"))
                .withMessageStartingWith("quarry.search.sql.parts.role: PostgreSQL refuses it: role \"nobody_at_all\"");
    }

    @Test
    void a_role_that_row_security_does_not_bind_refuses_the_start() {
        Superuser.execute("create role quarry_unbound_test bypassrls", "grant quarry_unbound_test to quarry");
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> open("select 1 as id, '' as title", "role=quarry_unbound_test"))
                    .withMessageStartingWith(
                            "quarry.search.sql.parts.role is quarry_unbound_test, for which row-level");
        } finally {
            Superuser.execute("drop role quarry_unbound_test");
        }
    }

    @Test
    void the_query_runs_as_its_role_and_with_its_privileges_only() {
        Superuser.execute("create role quarry_reader_test", "grant quarry_reader_test to quarry");
        try {
            String query = "select id, name as title, current_user::text as me from berths where tenant = :tenant";
            rows.execute("revoke select on public.berths from public");
            assertThatIllegalStateException()
                    .isThrownBy(() -> open(query, "role=quarry_reader_test"))
                    .withMessageContaining("permission denied for table berths")
                    .withMessageContaining("grant select on the table, and usage on its schema, to quarry_reader_test");

            rows.execute("grant select on public.berths to quarry_reader_test");
            Hits hits = search(open(query, "role=quarry_reader_test"), TenantId.DEFAULT, "x");
            assertThat(hits.best())
                    .hasSize(3)
                    .allSatisfy(hit -> assertThat(record(hit).fields()).containsEntry("me", "quarry_reader_test"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> open("select id, title from documents", "role=quarry_reader_test"))
                    .withMessageContaining("as far as the role quarry_reader_test may use them");
        } finally {
            Superuser.execute("drop owned by quarry_reader_test", "drop role quarry_reader_test");
        }
    }

    @Test
    void each_tenant_has_its_own_name_and_number() {
        TenantId selene = selene();
        for (String condition : List.of("tenant = :tenant", "tenant_id = :tenant_id")) {
            SqlCapability own = open("select id, name as title, tenant from berths where " + condition);

            assertThat(search(own, selene, "x").best())
                    .hasSize(3)
                    .allSatisfy(hit -> assertThat(record(hit).fields()).containsEntry("tenant", "selene"));
            assertThat(search(own, TenantId.DEFAULT, "x").best())
                    .hasSize(3)
                    .allSatisfy(hit -> assertThat(record(hit).fields()).containsEntry("tenant", "default"));
        }
    }

    @Test
    void row_security_holds_for_the_services_own_tables_too() {
        String id = Api.store("Harbour office", "The harbour office opens at eight.");
        SqlCapability forgetful = open("select id, title from documents order by created_at desc");

        assertThat(search(forgetful, TenantId.DEFAULT, "x", 1000).best())
                .extracting(hit -> record(hit).id())
                .contains(id);
        assertThat(search(forgetful, selene(), "x").best()).isEmpty();
    }

    @Test
    void columns_become_json_by_their_types() {
        SqlCapability typed = open("""
                select 7::bigint as id, 'All kinds' as title, 9007199254740993 as large, 12.50::numeric as price,
                  true as there, null::text as missing, array[1, 2] as list, '{"a": [1, null]}'::jsonb as nested,
                  date '2011-05-08' as day, timestamptz '2011-05-08 10:00:00+00' as moment, interval '2 hours' as span,
                  '10.0.0.1'::inet as address, point '(1,2)' as place, 'NaN'::float8 as undefined""");

        Item.OwnRecord found =
                record(search(typed, TenantId.DEFAULT, "x").best().getFirst());

        assertThat(found.id()).isEqualTo("7");
        assertThat(found.content()).isNull();
        assertThat(found.fields().keySet())
                .containsExactly(
                        "large",
                        "price",
                        "there",
                        "missing",
                        "list",
                        "nested",
                        "day",
                        "moment",
                        "span",
                        "address",
                        "place",
                        "undefined");
        assertThat(found.fields())
                .containsEntry("large", 9007199254740993L)
                .containsEntry("price", new BigDecimal("12.50"))
                .containsEntry("there", true)
                .containsEntry("missing", null)
                .containsEntry("list", List.of(1, 2))
                .containsEntry("day", "2011-05-08")
                .containsEntry("span", "02:00:00")
                .containsEntry("address", "10.0.0.1")
                .containsEntry("place", "(1,2)")
                .containsEntry("undefined", "NaN");
        assertThat((Map<?, ?>) found.fields().get("nested")).hasSize(1);
    }

    @Test
    void the_queries_order_is_kept_and_its_rows_are_bounded_from_outside() {
        SqlCapability many =
                open("select i as id, 'n' as title from generate_series(1, 100000) i order by i desc", "limit=5");

        Hits hits = search(many, TenantId.DEFAULT, "x");

        assertThat(hits.best())
                .extracting(hit -> record(hit).id())
                .containsExactly("100000", "99999", "99998", "99997", "99996");
        assertThat(hits.best()).extracting(Hit::relevance).containsExactly(1.0, 0.8, 0.6, 0.4, 0.19999999999999996);
        assertThat(hits.exact()).isFalse();
        assertThat(search(many, TenantId.DEFAULT, "x", 2).best()).hasSize(2);
    }

    @Test
    void a_score_is_the_relevance_between_0_and_1() {
        SqlCapability scored = open("""
                select i as id, 'n' as title, s as score
                from unnest(array[7.5, 1, 0.25, -3, 'NaN', null, 'Infinity']::float8[]) with ordinality u (s, i)""");

        assertThat(search(scored, TenantId.DEFAULT, "x").best())
                .extracting(Hit::score, Hit::relevance)
                .containsExactly(
                        tuple(7.5, 1.0),
                        tuple(1.0, 1.0),
                        tuple(0.25, 0.25),
                        tuple(-3.0, 0.0),
                        tuple(0.0, 0.0),
                        tuple(0.0, 0.0),
                        tuple(0.0, 0.0));
    }

    @Test
    void a_row_that_comes_twice_is_one_hit() {
        assertThat(search(open("select 1 as id, t as title from unnest(array['a', 'b']) t"), TenantId.DEFAULT, "x")
                        .best())
                .singleElement()
                .satisfies(hit -> assertThat(record(hit).title()).isEqualTo("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "select 1 as id, repeat('x', 70000) as title where :query <> '' => row 1 of sql:parts has 700",
                "select null::int as id, 'a' as title => row 1 of sql:parts has null as its id",
                "select 1 as id, nullif(:query, 'x') as title => row 1 of sql:parts has null as its title",
                "select 1 / (length(:query) - 1) as id, 'a' as title => failed with SQLSTATE 22012",
            })
    void a_row_that_cannot_be_shown_fails_the_leg_with_the_reason(String query, String message) {
        assertThatExceptionOfType(Failure.Upstream.class)
                .isThrownBy(() -> search(open(query), TenantId.DEFAULT, "x"))
                .withMessageContaining(message);
    }

    @Test
    void a_filter_reaches_the_query_as_text_and_is_null_where_absent() {
        SqlCapability filtered = open("select id, name as title, boat from berths where tenant = :tenant"
                + " and (:filter.boat is null or boat = :filter.boat)");

        assertThat(search(filtered, TenantId.DEFAULT, "x").best()).hasSize(3);
        assertThat(filter(filtered, Map.of("metadata.boat", "aurora")).best()).hasSize(1);
        assertThat(filter(filtered, Map.of("metadata.boat", "' or true --")).best())
                .isEmpty();
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> filter(filtered, Map.of("metadata.boat", Map.of("in", List.of("a", "b")))));
    }

    @Test
    void a_filter_that_the_query_does_not_name_lets_no_record_through() {
        SqlCapability deaf = open("select id, name as title from berths");

        Hits hits = filter(deaf, Map.of("metadata.boat", "aurora"));

        assertThat(hits.best()).isEmpty();
        assertThat(hits.plan()).containsEntry("filter_not_in_query", List.of("metadata.boat"));
    }

    @Test
    void a_row_with_a_chunks_id_stands_for_the_chunk_if_the_tenant_has_it_and_the_filter_lets_it_through() {
        String id = Api.store("Pontoon", "The pontoon has forty berths.");
        String chunks =
                "select c.id, 'c' as title, c.id as chunk_id from quarry.document_chunks c where c.document_id = '"
                        + UUID.fromString(id) + "' union all select '00000000-0000-0000-0000-000000000000', 'no chunk',"
                        + " '00000000-0000-0000-0000-000000000000'";
        SqlCapability named = open(chunks);

        assertThat(search(named, TenantId.DEFAULT, "x").best())
                .singleElement()
                .extracting(Hit::item)
                .isInstanceOf(Item.Chunk.class);
        assertThat(search(named, selene(), "x").best()).isEmpty();
        assertThat(filter(named, Map.of("title", "Pontoon")).best()).hasSize(1);
        assertThat(filter(named, Map.of("title", "Quay")).best()).isEmpty();
    }

    @Test
    void what_is_late_ends_on_the_server() {
        SqlCapability asleep = open("select 1 as id, 'z' as title, pg_sleep(10)::text as slept");
        long began = System.nanoTime();

        assertThatExceptionOfType(Failure.Busy.class)
                .isThrownBy(() -> search(asleep, TenantId.DEFAULT, "x", 10, Duration.ofMillis(200)));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    private SqlCapability open(String query, String... settings) {
        OwnQuery own = SqlSettings.parts(query, settings);
        return new SqlCapability(own, check.check(own), database);
    }

    private TenantId selene() {
        return new TenantId((int) rows.number("select id from tenants where name = 'selene'"));
    }

    private static Hits search(SqlCapability capability, TenantId tenant, String text) {
        return search(capability, tenant, text, 100);
    }

    private static Hits search(SqlCapability capability, TenantId tenant, String text, int depth) {
        return search(capability, tenant, text, depth, DEADLINE);
    }

    private static Hits search(SqlCapability capability, TenantId tenant, String text, int depth, Duration deadline) {
        return ask(capability, new SearchQuery(tenant, text, DocumentFilter.EVERYTHING, depth, deadline));
    }

    private static Hits filter(SqlCapability capability, Map<String, Object> filter) {
        DocumentFilter parsed = DocumentFilter.parse(filter, "filter");
        return ask(capability, new SearchQuery(TenantId.DEFAULT, "x", parsed, 100, DEADLINE));
    }

    private static Hits ask(SqlCapability capability, SearchQuery query) {
        return capability.search(query).await().atMost(DEADLINE.multipliedBy(2));
    }

    private static Item.OwnRecord record(Hit hit) {
        return (Item.OwnRecord) hit.item();
    }
}
