package dev.quarry.search;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an answer shows of the chunks that were found. */
final class FoundChunkSql {
    private static final String FIND = """
            select c.id, c.document_id, d.title, c.content, c.position, c.page, c.heading_path, d.metadata,
                   encode(c.content_hash, 'hex') as content_hash
            from document_chunks c
            join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
            where c.tenant_id = $1 and c.id = any ($2) and c.state = 'serving'
            """;

    private FoundChunkSql() {}

    /** The chunks by id; one that was deleted or disabled since it was found is missing. */
    static Uni<Map<UUID, Passage>> find(SqlConnection connection, TenantId tenant, List<UUID> chunkIds) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), chunkIds.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Passage> byId = new HashMap<>();
                    rows.forEach(row -> byId.put(row.getUUID("id"), Passage.of(row)));
                    return byId;
                });
    }
}
