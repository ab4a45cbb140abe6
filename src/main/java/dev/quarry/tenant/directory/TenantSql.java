package dev.quarry.tenant.directory;

import dev.quarry.http.Page;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of {@code tenants}. */
final class TenantSql {
    private static final String COLUMNS = "id, name, created_at, deleting_since";

    private static final String FIND = "select " + COLUMNS + " from tenants where name = $1";

    private static final String LIST = "select " + COLUMNS + " from tenants order by id limit $1 offset $2";

    private static final String COUNT = "select count(*) from tenants";

    private static final String INSERT =
            "insert into tenants (name) values ($1) on conflict (name) do nothing returning " + COLUMNS;

    private static final String RENAME = """
            update tenants t
            set name = $2
            where id = $1 and not exists (select from tenants other where other.name = $2 and other.id <> t.id)
            """;

    private static final String BEGIN_DELETION =
            "update tenants set deleting_since = coalesce(deleting_since, now()) where id = $1";

    private static final String BEING_DELETED =
            "select id from tenants where deleting_since is not null order by deleting_since limit 1";

    private static final String REMOVE = "delete from tenants where id = $1 and deleting_since is not null";

    private static final String TELL = "select pg_notify($1, '')";

    private TenantSql() {}

    static Uni<Optional<Tenant>> find(SqlConnection connection, String name) {
        return connection.preparedQuery(FIND).execute(Tuple.of(name)).map(TenantSql::first);
    }

    /** In the order in which they were made. */
    static Uni<List<Tenant>> list(SqlConnection connection, Page page) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(page.limit(), page.offset()))
                .map(rows -> {
                    List<Tenant> tenants = new ArrayList<>(rows.size());
                    rows.forEach(row -> tenants.add(tenant(row)));
                    return tenants;
                });
    }

    static Uni<Long> count(SqlConnection connection) {
        return connection
                .query(COUNT)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** @return empty when the name is taken */
    static Uni<Optional<Tenant>> insert(SqlConnection connection, String name) {
        return connection.preparedQuery(INSERT).execute(Tuple.of(name)).map(TenantSql::first);
    }

    /** @return false when the name is taken by another */
    static Uni<Boolean> rename(SqlConnection connection, TenantId tenant, String name) {
        return connection
                .preparedQuery(RENAME)
                .execute(Tuple.of(tenant.value(), name))
                .map(rows -> rows.rowCount() > 0);
    }

    static Uni<Void> beginDeletion(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery(BEGIN_DELETION)
                .execute(Tuple.of(tenant.value()))
                .replaceWithVoid();
    }

    /** One that is being deleted. */
    static Uni<Optional<TenantId>> beingDeleted(SqlConnection connection) {
        return connection.query(BEING_DELETED).execute().map(rows -> {
            for (Row row : rows) {
                return Optional.of(new TenantId(row.getInteger("id")));
            }
            return Optional.empty();
        });
    }

    /** Removes the tenant itself, which has no rows any more, and its keys with it. */
    static Uni<Void> remove(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(tenant.value()))
                .replaceWithVoid();
    }

    /** Tells every instance, once the transaction commits, to forget what it knows of tenants. */
    static Uni<Void> tellInstances(SqlConnection connection, String channel) {
        return connection.preparedQuery(TELL).execute(Tuple.of(channel)).replaceWithVoid();
    }

    private static Optional<Tenant> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(tenant(row));
        }
        return Optional.empty();
    }

    private static Tenant tenant(Row row) {
        return new Tenant(
                new TenantId(row.getInteger("id")),
                row.getString("name"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("deleting_since"));
    }
}
