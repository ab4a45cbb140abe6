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

/** Reads chunks whole, and what stands beside them. Table names come from a space, never from a caller. */
final class ChunkDetailSql {
    private static final String FIND = """
            select c.id, c.document_id, d.title, c.position, c.content, c.chunk_size, c.token_count, c.chunking_strategy,
                   c.heading_path, c.page, c.start_offset, c.end_offset, c.state, c.origin, c.version, c.created_at,
                   exists (select from :vectors v where v.tenant_id = c.tenant_id and v.chunk_id = c.id) as embedded
            from document_chunks c
            join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
            where c.tenant_id = $1 and c.id = any ($2)
            order by c.position
            """;

    private static final String NEIGHBOURS = """
            select id, position, heading_path, content, state
            from document_chunks
            where tenant_id = $1 and document_id = $2 and position between $3 and $4 and position <> $5
            order by position
            """;

    private ChunkDetailSql() {}

    /** Those of the chunks that are there, by position, without neighbours. */
    static Uni<List<ChunkDetail>> find(
            SqlConnection connection, TenantId tenant, List<UUID> chunkIds, String vectorTable) {
        return connection
                .preparedQuery(FIND.replace(":vectors", vectorTable))
                .execute(Tuple.of(tenant.value(), chunkIds.toArray(UUID[]::new)))
                .map(rows -> {
                    List<ChunkDetail> chunks = new ArrayList<>(rows.size());
                    rows.forEach(row -> chunks.add(detail(row)));
                    return chunks;
                });
    }

    /** The chunks at most {@code distance} places away, by position. */
    static Uni<List<ChunkDetail.Neighbour>> neighbours(
            SqlConnection connection, TenantId tenant, ChunkDetail chunk, int distance) {
        int place = chunk.position();
        return connection
                .preparedQuery(NEIGHBOURS)
                .execute(Tuple.of(tenant.value(), chunk.documentId(), place - distance, place + distance, place))
                .map(rows -> {
                    List<ChunkDetail.Neighbour> neighbours = new ArrayList<>(rows.size());
                    rows.forEach(row -> neighbours.add(new ChunkDetail.Neighbour(
                            row.getUUID("id"),
                            row.getInteger("position"),
                            row.getString("heading_path"),
                            row.getString("content"),
                            state(row))));
                    return neighbours;
                });
    }

    private static ChunkDetail detail(Row row) {
        return new ChunkDetail(
                row.getUUID("id"),
                row.getUUID("document_id"),
                row.getString("title"),
                row.getInteger("position"),
                row.getString("content"),
                row.getInteger("chunk_size"),
                row.getInteger("token_count"),
                row.getString("chunking_strategy"),
                row.getString("heading_path"),
                row.getInteger("page"),
                row.getInteger("start_offset"),
                row.getInteger("end_offset"),
                state(row),
                ChunkOrigin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
                row.getInteger("version"),
                row.getOffsetDateTime("created_at"),
                row.getBoolean("embedded"),
                List.of(),
                List.of());
    }

    private static ChunkState state(Row row) {
        return ChunkState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }
}
