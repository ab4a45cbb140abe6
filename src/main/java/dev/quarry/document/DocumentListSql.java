package dev.quarry.document;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.document.filter.FilterSql;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Documents that a filter means, page by page. */
final class DocumentListSql {
    private static final String BY_TIME = "select " + DocumentSql.COLUMNS + """
                 , null as sort_key
            from documents d
            where d.tenant_id = $1 and :behind and (:filter)
            order by d.:column :order, d.id :order
            limit $2
            """;

    private static final String BY_TITLE = "select " + DocumentSql.COLUMNS + """
                 , title.text_value as sort_key
            from document_facts title
            join documents d on d.tenant_id = title.tenant_id and d.id = title.document_id
            where title.tenant_id = $1 and title.key = 'title' and :behind and (:filter)
            order by title.text_value :order, title.document_id :order
            limit $2
            """;

    private static final String COUNT =
            "select count(*) as documents from documents d where d.tenant_id = $1 and (:filter)";

    private static final String IDS = """
            select d.id
            from documents d
            where d.tenant_id = $1 and (:filter)
            limit $2
            """;

    private static final String LOCK = """
            select id
            from documents
            where tenant_id = $1 and id = any ($2)
            order by id
            for update
            """;

    private static final String STILL_MEANT = """
            select d.id
            from documents d
            where d.tenant_id = $1 and d.id = any ($2) and (:filter)
            """;

    private static final int OWN_PARAMETERS = 2;
    private static final int BEHIND_PARAMETERS = 4;

    private DocumentListSql() {}

    /** A document and what the list has it ordered by. */
    record Listed(Document document, String key) {}

    /** The documents behind the cursor, at most {@code limit} of them. */
    static Uni<List<Listed>> page(SqlConnection connection, TenantId tenant, ListRequest request, int limit) {
        ListCursor cursor = request.cursor();
        boolean byTitle = request.sort() == ListRequest.Sort.TITLE;
        List<Object> values = new ArrayList<>(List.of(tenant.value(), limit));
        if (cursor != null) {
            values.add(byTitle ? cursor.key() : cursor.moment());
            values.add(cursor.id());
        }
        FilterSql.Where where =
                FilterSql.where(request.filter(), 1 + (cursor == null ? OWN_PARAMETERS : BEHIND_PARAMETERS));
        values.addAll(where.parameters());
        String sql = (byTitle ? BY_TITLE : BY_TIME)
                .replace(":behind", cursor == null ? "true" : behind(request))
                .replace(":order", request.descending() ? "desc" : "asc")
                .replace(":column", column(request.sort()))
                .replace(":filter", where.text());
        return connection.preparedQuery(sql).execute(Tuple.wrap(values)).map(rows -> {
            List<Listed> page = new ArrayList<>(rows.size());
            rows.forEach(row -> page.add(listed(row, request.sort())));
            return page;
        });
    }

    static Uni<Long> count(SqlConnection connection, TenantId tenant, DocumentFilter filter) {
        FilterSql.Where where = FilterSql.where(filter, 2);
        List<Object> values = new ArrayList<>(List.of(tenant.value()));
        values.addAll(where.parameters());
        return connection
                .preparedQuery(COUNT.replace(":filter", where.text()))
                .execute(Tuple.wrap(values))
                .map(rows -> rows.iterator().next().getLong("documents"));
    }

    /** The ids of the documents that the filter means, at most {@code most} of them. */
    static Uni<List<UUID>> ids(SqlConnection connection, TenantId tenant, DocumentFilter filter, int most) {
        FilterSql.Where where = FilterSql.where(filter, 1 + OWN_PARAMETERS);
        List<Object> values = new ArrayList<>(List.of(tenant.value(), most));
        values.addAll(where.parameters());
        return ids(connection, IDS.replace(":filter", where.text()), values);
    }

    /**
     * Those of the documents that the filter still means, held against other writers until the transaction ends. The filter is
     * asked by a statement of its own: the one that waits for another writer goes on seeing the facts from before.
     */
    static Uni<List<UUID>> lock(SqlConnection connection, TenantId tenant, DocumentFilter filter, List<UUID> ids) {
        FilterSql.Where where = FilterSql.where(filter, 1 + OWN_PARAMETERS);
        List<Object> values = new ArrayList<>(List.of(tenant.value(), ids.toArray(UUID[]::new)));
        values.addAll(where.parameters());
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value(), ids.toArray(UUID[]::new)))
                .chain(() -> ids(connection, STILL_MEANT.replace(":filter", where.check()), values));
    }

    private static Uni<List<UUID>> ids(SqlConnection connection, String sql, List<Object> values) {
        return connection.preparedQuery(sql).execute(Tuple.wrap(values)).map(rows -> {
            List<UUID> ids = new ArrayList<>(rows.size());
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return ids;
        });
    }

    private static String behind(ListRequest request) {
        return (request.sort() == ListRequest.Sort.TITLE
                        ? "(title.text_value, title.document_id) :than ($3::text, $4::uuid)"
                        : "(d.:column, d.id) :than ($3::timestamptz, $4::uuid)")
                .replace(":than", request.descending() ? "<" : ">");
    }

    private static String column(ListRequest.Sort sort) {
        return sort == ListRequest.Sort.UPDATED_AT ? "updated_at" : "created_at";
    }

    private static Listed listed(Row row, ListRequest.Sort sort) {
        Document document = DocumentSql.document(row);
        return new Listed(
                document,
                switch (sort) {
                    case CREATED_AT -> document.createdAt().toString();
                    case UPDATED_AT -> document.updatedAt().toString();
                    case TITLE -> row.getString("sort_key");
                });
    }
}
