package dev.quarry.embedding;

import dev.quarry.embedding.VectorIndex.ChunkPassage;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What both indexes do alike with passages that have a vector: look whether, give it to another chunk, read it. */
final class KnownPassages {
    private KnownPassages() {}

    /** @param vectorTable from a space, never from a caller */
    static Uni<Boolean> any(SqlConnection connection, String vectorTable, TenantId tenant, Collection<UUID> passages) {
        String sql = "select exists (select from %s where tenant_id = $1 and passage = any ($2)) as known"
                .formatted(vectorTable);
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), passages.toArray(UUID[]::new)))
                .map(rows -> rows.iterator().next().getBoolean("known"));
    }

    static Uni<Set<UUID>> store(SqlConnection connection, String sql, TenantId tenant, List<ChunkPassage> passages) {
        UUID[] chunkIds = passages.stream().map(ChunkPassage::chunkId).toArray(UUID[]::new);
        UUID[] hashes = passages.stream().map(ChunkPassage::passage).toArray(UUID[]::new);
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), chunkIds, hashes))
                .map(rows -> {
                    Set<UUID> stored = new HashSet<>();
                    rows.forEach(row -> stored.add(row.getUUID("chunk_id")));
                    return stored;
                });
    }

    /**
     * Vectors by the column {@code id}, be it of passages or of chunks.
     *
     * @param vector reads the column {@code vector} in the index's own form
     */
    static Uni<Map<UUID, float[]>> vectors(
            SqlConnection connection,
            String sql,
            TenantId tenant,
            Collection<UUID> ids,
            Function<Row, float[]> vector) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, float[]> vectors = new HashMap<>();
                    rows.forEach(row -> vectors.put(row.getUUID("id"), vector.apply(row)));
                    return vectors;
                });
    }
}
