package dev.quarry.search.lexical;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.document.filter.FilterSql;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The chunks that a filter means, where they are few: then they are looked up, instead of looking through all others. */
final class FilteredChunksSql {
    private FilteredChunksSql() {}

    /** The chunks' ids; empty where there are more than {@code most}, or every document is meant. */
    static Uni<Optional<List<UUID>>> find(SqlConnection connection, TenantId tenant, DocumentFilter filter, int most) {
        if (filter.equals(DocumentFilter.EVERYTHING)) {
            return Uni.createFrom().item(Optional.empty());
        }
        FilterSql.Where where = FilterSql.where(filter, 3);
        List<Object> values = new ArrayList<>(List.of(tenant.value(), most + 1));
        values.addAll(where.parameters());
        return connection
                .preparedQuery(find(where.text()))
                .execute(Tuple.from(values))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>(rows.size());
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids.size() > most ? Optional.empty() : Optional.of(ids);
                });
    }

    private static String find(String where) {
        return """
                select c.id
                from documents d
                join document_chunks c on c.tenant_id = d.tenant_id and c.document_id = d.id
                where d.tenant_id = $1 and c.state = 'serving' and %s
                limit $2
                """.formatted(where);
    }
}
