package dev.quarry.search;

import dev.quarry.document.filter.FilterSql;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Chunks in the order of their documents, without a question. */
final class ListingSql {
    /** The newest document first: its id tells when it came. Its chunks in their order. */
    private static final String LIST = """
            select c.id, c.document_id, d.title, c.content, c.position, c.page, c.heading_path, d.metadata,
                   encode(c.content_hash, 'hex') as content_hash
            from documents d
            join document_chunks c on c.tenant_id = d.tenant_id and c.document_id = d.id
            where d.tenant_id = $1 and c.state = 'serving' and d.id <= $2 and (d.id < $2 or c.position > $3) and :filter
            order by d.id desc, c.position
            limit $4
            """;

    /** Behind it every document is still to come: no id is greater. */
    static final Cursor.Listed BEGINNING = new Cursor.Listed(new UUID(-1, -1), Integer.MAX_VALUE);

    private ListingSql() {}

    /** The chunks behind the place, of the documents that the filter means, at most {@code limit} of them. */
    static Uni<List<Passage>> after(SqlConnection connection, SearchQuery query, Cursor.Listed place, int limit) {
        TenantId tenant = query.tenant();
        FilterSql.Where where = FilterSql.where(query.filter(), 5);
        List<Object> parameters = new ArrayList<>(List.of(tenant.value(), place.documentId(), place.position(), limit));
        parameters.addAll(where.parameters());
        return connection
                .preparedQuery(LIST.replace(":filter", where.text()))
                .execute(Tuple.wrap(parameters))
                .map(rows -> {
                    List<Passage> passages = new ArrayList<>(rows.size());
                    rows.forEach(row -> passages.add(Passage.of(row)));
                    return passages;
                });
    }
}
