package dev.quarry.embedding;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Vectors with the pgvector extension: in half precision, with an HNSW graph over the vectors of all tenants.
 *
 * @see <a href="https://github.com/pgvector/pgvector">pgvector</a>
 */
final class PgvectorIndex implements VectorIndex {
    static final String KIND = "pgvector";

    private final String vectorTable;
    private final String storeSql;
    private final String storeKnownSql;
    private final String vectorsSql;
    private final String vectorsOfSql;
    private final PgvectorNearest nearest;

    /** @param few the most vectors that are all compared instead of walking the graph */
    PgvectorIndex(int spaceId, int dimensions, int efSearch, int few) {
        this.nearest = new PgvectorNearest(spaceId, dimensions, efSearch, few);
        this.vectorTable = "space_%d_embeddings".formatted(spaceId);
        this.storeSql = """
                insert into space_%1$d_embeddings (tenant_id, chunk_id, passage, vector)
                select $1, chunk_id, passage, vector::halfvec(%2$d)
                from unnest($2::uuid[], $3::uuid[], $4::text[]) as given (chunk_id, passage, vector)
                on conflict (tenant_id, chunk_id) do update set passage = excluded.passage, vector = excluded.vector
                """.formatted(spaceId, dimensions);
        this.storeKnownSql = """
                insert into space_%1$d_embeddings (tenant_id, chunk_id, passage, vector)
                select $1, given.chunk_id, given.passage, known.vector
                from unnest($2::uuid[], $3::uuid[]) as given (chunk_id, passage)
                cross join lateral (
                  select vector from space_%1$d_embeddings
                  where tenant_id = $1 and passage = given.passage
                  limit 1) as known
                on conflict (tenant_id, chunk_id) do update set passage = excluded.passage, vector = excluded.vector
                returning chunk_id
                """.formatted(spaceId);
        this.vectorsSql = """
                select distinct on (passage) passage as id, vector::text as vector
                from space_%1$d_embeddings
                where tenant_id = $1 and passage = any ($2)
                """.formatted(spaceId);
        this.vectorsOfSql = """
                select chunk_id as id, vector::text as vector
                from space_%1$d_embeddings
                where tenant_id = $1 and chunk_id = any ($2)
                """.formatted(spaceId);
    }

    /** The space's table. */
    static String tables(int spaceId, int dimensions) {
        return """
                create table space_%1$d_embeddings (
                  tenant_id integer not null,
                  chunk_id uuid not null,
                  passage uuid,
                  vector halfvec(%2$d) not null,
                  primary key (tenant_id, chunk_id),
                  foreign key (tenant_id, chunk_id) references document_chunks (tenant_id, id) on delete cascade
                );
                alter table space_%1$d_embeddings alter column vector set storage plain;
                create index space_%1$d_embeddings_passage on space_%1$d_embeddings (tenant_id, passage);
                create index space_%1$d_embeddings_hnsw
                  on space_%1$d_embeddings using hnsw (vector halfvec_cosine_ops);
                """.formatted(spaceId, dimensions);
    }

    static List<String> tableNames(int spaceId) {
        return List.of("space_%d_embeddings".formatted(spaceId));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> settings() {
        return nearest.settings();
    }

    @Override
    public String vectorTable() {
        return vectorTable;
    }

    @Override
    public Uni<Void> store(SqlConnection connection, TenantId tenant, List<ChunkEmbedding> embeddings) {
        UUID[] chunkIds = embeddings.stream().map(ChunkEmbedding::chunkId).toArray(UUID[]::new);
        UUID[] passages = embeddings.stream().map(ChunkEmbedding::passage).toArray(UUID[]::new);
        String[] vectors = embeddings.stream()
                .map(embedding -> Vectors.toText(embedding.vector()))
                .toArray(String[]::new);
        return connection
                .preparedQuery(storeSql)
                .execute(Tuple.of(tenant.value(), chunkIds, passages, vectors))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> knowsAny(SqlConnection connection, TenantId tenant, Collection<UUID> passages) {
        return KnownPassages.any(connection, vectorTable, tenant, passages);
    }

    @Override
    public Uni<Set<UUID>> storeKnown(SqlConnection connection, TenantId tenant, List<ChunkPassage> passages) {
        return KnownPassages.store(connection, storeKnownSql, tenant, passages);
    }

    @Override
    public Uni<Map<UUID, float[]>> vectors(SqlConnection connection, TenantId tenant, Collection<UUID> passages) {
        return KnownPassages.vectors(
                connection, vectorsSql, tenant, passages, row -> Vectors.fromText(row.getString("vector")));
    }

    @Override
    public Uni<Map<UUID, float[]>> vectorsOf(SqlConnection connection, TenantId tenant, Collection<UUID> chunkIds) {
        return KnownPassages.vectors(
                connection, vectorsOfSql, tenant, chunkIds, row -> Vectors.fromText(row.getString("vector")));
    }

    @Override
    public Uni<NearestChunks> nearest(
            SqlConnection connection, TenantId tenant, float[] query, int k, DocumentFilter filter) {
        return nearest.find(connection, tenant, query, k, filter);
    }
}
