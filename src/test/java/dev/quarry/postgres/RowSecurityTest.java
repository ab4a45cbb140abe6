package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.testing.Api;
import dev.quarry.testing.OtherTenant;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row-level security as the floor: what a query without its WHERE would show. */
@ServiceTest
class RowSecurityTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final RowScope OURS = RowScope.ofTenant(1);

    private static final String INSERT = """
            insert into documents (tenant_id, id, title, language, chunking_strategy, chunking_size, chunking_overlap,
                                   content_hash, status)
            values (%d, gen_random_uuid(), 'Theirs', 'en', 'recursive', 100, 0, '', 'ready')
            """;

    @Inject
    Database database;

    @Inject
    Rows rows;

    private int other;

    @BeforeEach
    void another_tenant() {
        other = OtherTenant.create(rows);
        Api.store("Ours", "A document of the first tenant.");
        write(theirs(), INSERT.formatted(other));
    }

    private RowScope theirs() {
        return RowScope.ofTenant(other);
    }

    @Test
    void a_query_without_its_where_sees_one_tenant() {
        long all = rows.count("documents");
        long ours = count(OURS);
        long theirs = count(theirs());

        assertThat(ours).isPositive();
        assertThat(theirs).isPositive();
        assertThat(theirs).isOne();
        assertThat(ours).isLessThan(all);
        assertThat(count(RowScope.EVERY_TENANT)).isEqualTo(all);
        assertThat(count(RowScope.ofTenant(other + 1))).isZero();
    }

    @Test
    void nobody_writes_into_another_tenant() {
        assertThatThrownBy(() -> write(OURS, INSERT.formatted(other))).hasMessageContaining("row-level security");
        assertThat(write(OURS, "delete from documents where tenant_id = " + other))
                .isZero();
    }

    @Test
    void the_service_runs_as_a_role_that_row_level_security_binds() {
        boolean exempt = database.read(
                        OURS,
                        DEADLINE,
                        connection -> connection
                                .query(
                                        "select rolsuper or rolbypassrls as exempt from pg_roles where rolname = current_user")
                                .execute()
                                .map(found -> found.iterator().next().getBoolean("exempt")))
                .await()
                .atMost(DEADLINE);

        assertThat(exempt).isFalse();
    }

    @Test
    void every_table_with_a_tenant_is_under_forced_row_level_security() {
        List<String> naked = rows.with(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("""
                            select c.relname
                            from pg_class c
                            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                            where c.relnamespace = 'quarry'::regnamespace and c.relkind in ('r', 'p')
                              and not (c.relrowsecurity and c.relforcerowsecurity)
                            """)) {
                List<String> names = new java.util.ArrayList<>();
                while (row.next()) {
                    names.add(row.getString(1));
                }
                return names;
            }
        });

        assertThat(naked).isEmpty();
        assertThat(rows.number("select count(*) from pg_policies where schemaname = 'quarry'"))
                .isGreaterThanOrEqualTo(7);
    }

    private long count(RowScope scope) {
        return database.read(
                        scope,
                        DEADLINE,
                        connection -> connection
                                .query("select count(*) as documents from documents")
                                .execute()
                                .map(found -> found.iterator().next().getLong("documents")))
                .await()
                .atMost(DEADLINE);
    }

    @CanIgnoreReturnValue
    private int write(RowScope scope, String sql) {
        return database.write(scope, DEADLINE, connection -> execute(connection, sql))
                .await()
                .atMost(DEADLINE);
    }

    private static Uni<Integer> execute(SqlConnection connection, String sql) {
        return connection.query(sql).execute().map(io.vertx.mutiny.sqlclient.RowSet::rowCount);
    }
}
