package dev.quarry.tenant.directory;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** A tenant's rows in whatever tables have some, as the catalogue lists them: also those of an embedding space. */
final class TenantRowsSql {
    /**
     * Those that nothing refers to come first, so that a deletion drags few rows of other tables along. The audit log stays;
     * keys go with the tenant itself.
     */
    private static final String TABLES = """
            select quote_ident(c.relname) as name
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relnamespace = 'quarry'::regnamespace and c.relkind in ('r', 'p')
              and c.relname not in ('audit_events', 'api_keys')
            order by (select count(*) from pg_constraint f where f.confrelid = c.oid), c.relname
            """;

    /** The table's name comes from the catalogue, quoted by the server. */
    private static final String REMOVE = """
            delete from {table}
            where ctid = any(array(select ctid from {table} where tenant_id = $1 limit $2)) and tenant_id = $1
            """;

    private TenantRowsSql() {}

    static Uni<List<String>> tables(SqlConnection connection) {
        return connection.query(TABLES).execute().map(rows -> {
            List<String> names = new ArrayList<>();
            rows.forEach(row -> names.add(row.getString("name")));
            return names;
        });
    }

    /** Removes some of the tenant's rows. @return how many */
    static Uni<Integer> remove(SqlConnection connection, String table, TenantId tenant, int limit) {
        return connection
                .preparedQuery(REMOVE.replace("{table}", table))
                .execute(Tuple.of(tenant.value(), limit))
                .map(RowSet::rowCount);
    }
}
