package dev.quarry.search.sql;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.document.filter.FilterSql;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tells which chunks a tenant has among those that a query of the settings named. */
final class OwnChunksSql {
    private static final int FILTER_PARAMETERS = 3;

    private static final String OWN = """
            select c.id
            from document_chunks c
            join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
            where c.tenant_id = $1 and c.id = any ($2) and c.state = 'serving' and {filter}
            """;

    private OwnChunksSql() {}

    /** Those of the chunks that are the tenant's and that the filter lets through. */
    static Uni<Set<UUID>> own(
            SqlConnection connection, TenantId tenant, DocumentFilter filter, Collection<UUID> chunkIds) {
        FilterSql.Where where = FilterSql.where(filter, FILTER_PARAMETERS);
        List<Object> parameters = new ArrayList<>(List.of(tenant.value(), chunkIds.toArray(UUID[]::new)));
        parameters.addAll(where.parameters());
        return connection
                .preparedQuery(OWN.replace("{filter}", where.check()))
                .execute(Tuple.from(parameters))
                .map(rows -> {
                    Set<UUID> own = new HashSet<>();
                    rows.forEach(row -> own.add(row.getUUID("id")));
                    return own;
                });
    }
}
