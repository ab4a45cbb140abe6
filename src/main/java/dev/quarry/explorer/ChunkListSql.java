package dev.quarry.explorer;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Lists the chunks of a document. Table names come from a space, never from a caller. */
final class ChunkListSql {
    private static final String DOCUMENT = "select id from documents where tenant_id = $1 and id = $2";

    /** The page first: only its chunks' texts are read, and vectors looked up. */
    private static final String PAGE = """
            with page as materialized (
              select c.tenant_id, c.id, row_number() over (order by :key :direction, c.position :direction) as place
              from document_chunks c
              where c.tenant_id = $1 and c.document_id = $2 :condition
              order by :key :direction, c.position :direction
              limit $3 offset $4
            )
            select c.id, c.content, c.chunk_size, c.chunking_strategy, c.position, c.created_at, c.state,
                   v.chunk_id is not null as embedded
            from page
            join document_chunks c on c.tenant_id = page.tenant_id and c.id = page.id
            left join :vectors v on v.tenant_id = c.tenant_id and v.chunk_id = c.id
            order by page.place
            """;

    private static final String TOTAL = """
            select count(*) as total
            from document_chunks c
            where c.tenant_id = $1 and c.document_id = $2 :condition
            """;

    private ChunkListSql() {}

    static Uni<Boolean> isThere(SqlConnection connection, TenantId tenant, UUID documentId) {
        return connection
                .preparedQuery(DOCUMENT)
                .execute(Tuple.of(tenant.value(), documentId))
                .map(rows -> rows.size() == 1);
    }

    static Uni<List<ChunkList.Summary>> page(
            SqlConnection connection, TenantId tenant, UUID documentId, ChunkListing listing, String vectorTable) {
        List<Object> parameters = new ArrayList<>(List.of(
                tenant.value(),
                documentId,
                listing.page().limit(),
                listing.page().offset()));
        String condition = condition(listing, parameters);
        return connection
                .preparedQuery(page(listing, condition, vectorTable))
                .execute(Tuple.from(parameters))
                .map(rows -> {
                    List<ChunkList.Summary> chunks = new ArrayList<>(rows.size());
                    rows.forEach(row -> chunks.add(summary(row)));
                    return chunks;
                });
    }

    /** All chunks of the document that the filter means. */
    static Uni<Long> total(SqlConnection connection, TenantId tenant, UUID documentId, ChunkListing listing) {
        List<Object> parameters = new ArrayList<>(List.of(tenant.value(), documentId));
        String condition = condition(listing, parameters);
        return connection
                .preparedQuery(TOTAL.replace(":condition", condition))
                .execute(Tuple.from(parameters))
                .map(rows -> rows.iterator().next().getLong("total"));
    }

    static String page(ChunkListing listing, String condition, String vectorTable) {
        return PAGE.replace(":key", listing.sort().key())
                .replace(":direction", listing.order().sql())
                .replace(":condition", condition)
                .replace(":vectors", vectorTable);
    }

    /** A condition on {@code document_chunks c}, made of constants and the numbers of parameters, which are added. */
    private static String condition(ChunkListing listing, List<Object> parameters) {
        StringBuilder condition = new StringBuilder();
        if (listing.strategy() != null) {
            parameters.add(listing.strategy());
            condition.append("and c.chunking_strategy = $%d ".formatted(parameters.size()));
        }
        if (listing.minSize() > 0) {
            parameters.add(listing.minSize());
            condition.append("and c.chunk_size >= $%d ".formatted(parameters.size()));
        }
        return condition.toString();
    }

    private static ChunkList.Summary summary(Row row) {
        return new ChunkList.Summary(
                row.getUUID("id"),
                row.getString("content"),
                row.getInteger("chunk_size"),
                row.getString("chunking_strategy"),
                row.getInteger("position"),
                row.getOffsetDateTime("created_at"),
                row.getBoolean("embedded"),
                ChunkState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
    }
}
