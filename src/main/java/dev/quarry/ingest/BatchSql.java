package dev.quarry.ingest;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.document.filter.FilterSql;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Selects a batch's documents where they are: no id leaves the server. */
final class BatchSql {
    private static final String INSERT_MATCHING = """
            insert into job_tasks (tenant_id, job_id, number, subject)
            select d.tenant_id, $2, row_number() over (order by d.created_at, d.id), d.id::text
            from documents d
            where d.tenant_id = $1 and %s
            """;

    private static final String INSERT_UNFINISHED = INSERT_MATCHING.formatted("d.status <> 'ready'");

    private BatchSql() {}

    /** A task for every document that is not ready. @return how many */
    static Uni<Integer> insertUnfinished(SqlConnection connection, TenantId tenant, UUID jobId) {
        return connection
                .preparedQuery(INSERT_UNFINISHED)
                .execute(Tuple.of(tenant.value(), jobId))
                .map(RowSet::rowCount);
    }

    /** A task for every document that the filter means. @return how many */
    static Uni<Integer> insertMatching(SqlConnection connection, TenantId tenant, UUID jobId, DocumentFilter filter) {
        FilterSql.Where where = FilterSql.where(filter, 3);
        List<Object> parameters = new ArrayList<>(List.of(tenant.value(), jobId));
        parameters.addAll(where.parameters());
        return connection
                .preparedQuery(INSERT_MATCHING.formatted(where.text()))
                .execute(Tuple.from(parameters))
                .map(RowSet::rowCount);
    }
}
