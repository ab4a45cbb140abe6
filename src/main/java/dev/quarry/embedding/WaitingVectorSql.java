package dev.quarry.embedding;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Vectors of passages that no chunk has yet: the rows of {@code rechunking_vectors}. No search sees them. */
public final class WaitingVectorSql {
    private static final String STORE = """
            insert into rechunking_vectors (tenant_id, document_id, space_id, passage, vector)
            select $1, $2, $3, given.passage, given.vector
            from unnest($4::uuid[], $5::bytea[]) as given (passage, vector)
            on conflict do nothing
            """;

    private static final String PASSAGES = """
            select passage
            from rechunking_vectors
            where tenant_id = $1 and document_id = $2 and space_id = $3
            """;

    private static final String FIND = """
            select passage as id, vector
            from rechunking_vectors
            where tenant_id = $1 and document_id = $2 and space_id = $3 and passage = any ($4)
            """;

    private WaitingVectorSql() {}

    /** For a document that is to be cut in another way. */
    public record Waiting(TenantId tenant, UUID documentId, int spaceId) {}

    /** @param vectors unit vectors, by passage */
    public static Uni<Void> store(SqlConnection connection, Waiting waiting, Map<UUID, float[]> vectors) {
        UUID[] passages = vectors.keySet().toArray(UUID[]::new);
        Buffer[] bytes = vectors.values().stream().map(Vectors::toHalfPrecision).toArray(Buffer[]::new);
        return connection
                .preparedQuery(STORE)
                .execute(Tuple.of(waiting.tenant().value(), waiting.documentId(), waiting.spaceId(), passages, bytes))
                .replaceWithVoid();
    }

    /** The passages that have a vector. */
    public static Uni<Set<UUID>> passages(SqlConnection connection, Waiting waiting) {
        return connection
                .preparedQuery(PASSAGES)
                .execute(Tuple.of(waiting.tenant().value(), waiting.documentId(), waiting.spaceId()))
                .map(rows -> {
                    Set<UUID> passages = new HashSet<>();
                    rows.forEach(row -> passages.add(row.getUUID("passage")));
                    return passages;
                });
    }

    /** The vectors of those of the passages that have one, by passage. */
    public static Uni<Map<UUID, float[]>> find(SqlConnection connection, Waiting waiting, Collection<UUID> passages) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(
                        waiting.tenant().value(),
                        waiting.documentId(),
                        waiting.spaceId(),
                        passages.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, float[]> vectors = new HashMap<>();
                    rows.forEach(row -> vectors.put(
                            row.getUUID("id"),
                            Vectors.fromHalfPrecision(row.getBuffer("vector").getDelegate())));
                    return vectors;
                });
    }
}
