package dev.quarry.search.sql;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.PreparedStatement;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a query of the settings. Its text is the operator's and stands within ours; what a caller sends is a parameter.
 *
 * <p>The limit stands outside, so that it holds for every query. A subquery with an order keeps it: PostgreSQL neither
 * merges such a subquery into the one around it nor has a reason to sort again.
 */
final class OwnRowsSql {
    /** Bytes of one row as JSON, at most. */
    static final int LARGEST_ROW = 65_536;

    private static final String COLUMNS = """
            select * from (
            {query}
            ) quarry_row limit 0
            """;

    /** A row that is too large does not travel; its size says so. */
    private static final String ROWS = """
            select case when octet_length(found.body) <= {largest} then found.body end as body,
              octet_length(found.body) as bytes
            from (select row_to_json(quarry_row)::text as body from (
            {query}
            ) quarry_row limit {limit}) found
            """;

    private static final String TAKE_ROLE = "select set_config('role', $1, true)";

    private static final String ROLE = """
            select rolname::text as name, rolsuper or rolbypassrls as unbound
            from pg_roles
            where rolname = current_user
            """;

    private static final String TENANT_NAME = "select name from quarry.tenants where id = $1";

    private OwnRowsSql() {}

    /**
     * A row as JSON.
     *
     * @param json null when it has more than {@value #LARGEST_ROW} bytes
     */
    record RawRow(@Nullable String json, int bytes) {}

    /**
     * The role that statements run as.
     *
     * @param unbound whether row-level security does not hold for it
     */
    record Role(String name, boolean unbound) {}

    /** Has the server read the text on its own: it must be one whole statement. */
    static Uni<Void> prepare(SqlConnection connection, QueryTemplate template) {
        return connection.prepare(template.text()).flatMap(PreparedStatement::close);
    }

    /** The columns of the query's rows; the query is begun, so that the role's privileges are checked, and reads none. */
    static Uni<List<Column>> columns(SqlConnection connection, QueryTemplate template) {
        Tuple nothing = Tuple.wrap(new @Nullable Object[template.parameters().size()]);
        return connection
                .preparedQuery(COLUMNS.replace("{query}", template.text()))
                .execute(nothing)
                .map(rows -> rows.columnDescriptors().stream()
                        .map(column -> Column.of(column.name(), column.typeName()))
                        .toList());
    }

    /** The query's first rows, in its order. */
    static Uni<List<RawRow>> rows(
            SqlConnection connection, QueryTemplate template, List<? extends @Nullable Object> values, int limit) {
        List<@Nullable Object> parameters = new ArrayList<>(values);
        parameters.add(limit);
        return connection
                .preparedQuery(ROWS.replace("{largest}", String.valueOf(LARGEST_ROW))
                        .replace("{limit}", "$" + parameters.size())
                        .replace("{query}", template.text()))
                .execute(Tuple.from(parameters))
                .map(OwnRowsSql::rawRows);
    }

    /** From here to the transaction's end statements run as that role. */
    static Uni<Void> takeRole(SqlConnection connection, Optional<String> role) {
        return role.map(name -> connection
                        .preparedQuery(TAKE_ROLE)
                        .execute(Tuple.of(name))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** The role that statements run as now. */
    static Uni<Role> role(SqlConnection connection) {
        return connection.query(ROLE).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Role(row.getString("name"), row.getBoolean("unbound"));
        });
    }

    /** What the tenant is called outside; empty when it is gone. */
    static Uni<String> tenantName(SqlConnection connection, int tenant) {
        return connection
                .preparedQuery(TENANT_NAME)
                .execute(Tuple.of(tenant))
                .map(rows -> rows.rowCount() == 0 ? "" : rows.iterator().next().getString("name"));
    }

    private static List<RawRow> rawRows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new RawRow(row.getString("body"), row.getInteger("bytes")))
                .toList();
    }
}
