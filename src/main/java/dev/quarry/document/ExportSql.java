package dev.quarry.document;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.document.filter.FilterSql;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Documents with their texts, page by page. */
final class ExportSql {
    /** A page ends with the document that makes it too large: texts are measured before they are read. */
    private static final String PAGE = """
            with page as materialized (
              select d.id, octet_length(s.content) as bytes
              from documents d
              join document_sources s on s.tenant_id = d.tenant_id and s.document_id = d.id
              where d.tenant_id = $1 and d.id > $2 and (:filter)
              order by d.id
              limit $3
            ), fitting as materialized (
              select id
              from (select id, sum(bytes) over (order by id) - bytes as bytes_before from page) as measured
              where bytes_before < $4
            )
            select :columns, d.chunking_size, d.chunking_overlap, s.content
            from fitting
            join documents d on d.tenant_id = $1 and d.id = fitting.id
            join document_sources s on s.tenant_id = d.tenant_id and s.document_id = d.id
            order by d.id
            """.replace(":columns", DocumentSql.COLUMNS);

    private ExportSql() {}

    /** The documents behind that id which the filter means, at most so many, and no more once they have so many bytes. */
    static Uni<List<DocumentSource>> page(
            SqlConnection connection, TenantId tenant, DocumentFilter filter, UUID behind, int most, long bytes) {
        FilterSql.Where where = FilterSql.where(filter, 5);
        List<Object> values = new ArrayList<>(List.of(tenant.value(), behind, most, bytes));
        values.addAll(where.parameters());
        return connection
                .preparedQuery(PAGE.replace(":filter", where.text()))
                .execute(Tuple.wrap(values))
                .map(rows -> {
                    List<DocumentSource> page = new ArrayList<>(rows.size());
                    rows.forEach(row -> page.add(DocumentSql.source(row)));
                    return page;
                });
    }
}
