package dev.quarry.explorer;

import dev.quarry.document.Document;
import dev.quarry.document.Rechunking;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists documents with what their chunks come to. Table names come from a space, never from a caller. */
final class DocumentListSql {
    /** The page first: what is counted is counted of its documents only. */
    private static final String PAGE =
            """
            with :tables page as materialized (
              select d.tenant_id, d.id, d.title, d.created_at, d.status, d.version,
                     row_number() over (order by :key :direction:nulls, d.id :direction) as place
              from documents d
              :join
              where d.tenant_id = $1 :condition
              order by :key :direction:nulls, d.id :direction
              limit $2 offset $3
            )
            select page.id, page.title, page.created_at, page.status, chunks.most_used_strategy, chunks.total_chunks,
                   chunks.avg_chunk_size, :embedded as embedded_chunks, :proof as proven,
                   (select :state
                    from rechunkings r
                    join page d on d.id = r.document_id
                    where r.tenant_id = $1 and r.document_id = page.id) as rechunking
            from page
            cross join lateral (
              select mode() within group (order by c.chunking_strategy) as most_used_strategy,
                     count(*)::integer as total_chunks,
                     avg(c.chunk_size)::float8 as avg_chunk_size
              from document_chunks c
              where c.tenant_id = $1 and c.document_id = page.id
            ) as chunks
            order by page.place
            """.replace(":state", Rechunking.STATE).replace(":embedded", EmbeddedChunks.OF_A_DOCUMENT);

    private static final String TOTAL = "select count(*) as total from documents d where d.tenant_id = $1 :condition";

    private DocumentListSql() {}

    static Uni<List<DocumentList.Overview>> page(
            SqlConnection connection, TenantId tenant, DocumentListing listing, String vectorTable) {
        List<Object> parameters = new ArrayList<>(
                List.of(tenant.value(), listing.page().limit(), listing.page().offset()));
        String condition = condition(listing, parameters);
        return page(connection, page(listing, condition, vectorTable), parameters)
                .flatMap(found -> found.isProven()
                        ? Uni.createFrom().item(found)
                        : page(connection, comparedPage(listing, condition, vectorTable), parameters))
                .map(Found::documents);
    }

    private record Found(boolean isProven, List<DocumentList.Overview> documents) {}

    private static Uni<Found> page(SqlConnection connection, String sql, List<Object> parameters) {
        return connection.preparedQuery(sql).execute(Tuple.from(parameters)).map(rows -> {
            boolean proven = true;
            List<DocumentList.Overview> documents = new ArrayList<>(rows.size());
            for (Row row : rows) {
                proven &= row.getBoolean("proven");
                documents.add(overview(row));
            }
            return new Found(proven, documents);
        });
    }

    /** All documents that the filter means. */
    static Uni<Long> total(SqlConnection connection, TenantId tenant, DocumentListing listing) {
        List<Object> parameters = new ArrayList<>(List.of(tenant.value()));
        String condition = condition(listing, parameters);
        return connection
                .preparedQuery(TOTAL.replace(":condition", condition))
                .execute(Tuple.from(parameters))
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    static String page(DocumentListing listing, String condition, String vectorTable) {
        DocumentSort sort = listing.order().by();
        return page(listing, condition, vectorTable, sort.tables(), sort.proof());
    }

    private static String comparedPage(DocumentListing listing, String condition, String vectorTable) {
        return page(listing, condition, vectorTable, EmbeddedChunks.COMPARED, "true");
    }

    private static String page(
            DocumentListing listing, String condition, String vectorTable, String tables, String proof) {
        DocumentSort sort = listing.order().by();
        return PAGE.replace(":tables", tables)
                .replace(":proof", proof)
                .replace(":key", sort.key())
                .replace(":nulls", sort.isCounted() ? " nulls last" : "")
                .replace(":direction", listing.order().direction().sql())
                .replace(":join", sort.join())
                .replace(":condition", condition)
                .replace(":vectors", vectorTable);
    }

    /** A condition on {@code documents d}, made of constants and the numbers of parameters, which are added. */
    private static String condition(DocumentListing listing, List<Object> parameters) {
        StringBuilder condition = new StringBuilder();
        if (listing.status() != null) {
            parameters.add(listing.status().name().toLowerCase(Locale.ROOT));
            condition.append("and d.status = $%d ".formatted(parameters.size()));
        }
        if (listing.strategy() != null) {
            parameters.add(listing.strategy());
            condition.append("""
                    and exists (
                      select from document_chunks c
                      where c.tenant_id = d.tenant_id and c.document_id = d.id and c.chunking_strategy = $%d)
                    """.formatted(parameters.size()));
        }
        if (listing.title() != null) {
            parameters.add(listing.title());
            condition.append("and strpos(lower(d.title), lower($%d)) > 0 ".formatted(parameters.size()));
        }
        return condition.toString();
    }

    private static DocumentList.Overview overview(Row row) {
        return new DocumentList.Overview(
                row.getUUID("id"),
                row.getString("title"),
                row.getOffsetDateTime("created_at"),
                row.getString("most_used_strategy"),
                row.getInteger("total_chunks"),
                row.getDouble("avg_chunk_size"),
                row.getInteger("embedded_chunks"),
                Document.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                rechunking(row.getString("rechunking")));
    }

    private static Rechunking.@Nullable State rechunking(@Nullable String state) {
        return state == null ? null : Rechunking.State.valueOf(state.toUpperCase(Locale.ROOT));
    }
}
