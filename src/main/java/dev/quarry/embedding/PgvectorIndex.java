package dev.quarry.embedding;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Vectors with the pgvector extension: half precision, an HNSW graph, iterative scans so that a tenant with few chunks still
 * gets its k.
 *
 * @see <a href="https://github.com/pgvector/pgvector">pgvector</a>
 */
final class PgvectorIndex implements VectorIndex {
    static final String KIND = "pgvector";

    /** pgvector's own limit of hnsw.ef_search. */
    private static final int LARGEST_EF = 1000;

    private static final String SEARCH_SETTINGS =
            "select set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'strict_order', true)";

    private final String vectorTable;
    private final String storeSql;
    private final String storeKnownSql;
    private final String vectorsSql;
    private final String vectorsOfSql;
    private final String nearestSql;
    private final int efSearch;

    PgvectorIndex(int spaceId, int dimensions, int efSearch) {
        this.efSearch = efSearch;
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
        this.nearestSql = """
                select chunk_id, 1 - (vector <=> ($2::text)::halfvec(%2$d)) as similarity
                from space_%1$d_embeddings
                where tenant_id = $1
                order by vector <=> ($2::text)::halfvec(%2$d)
                limit $3
                """.formatted(spaceId, dimensions);
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
    public Uni<List<NearChunk>> nearest(SqlConnection connection, TenantId tenant, float[] query, int k) {
        String ef = Integer.toString(Math.min(LARGEST_EF, Math.max(k, efSearch)));
        return connection
                .preparedQuery(SEARCH_SETTINGS)
                .execute(Tuple.of(ef))
                .chain(() -> connection
                        .preparedQuery(nearestSql)
                        .execute(Tuple.of(tenant.value(), Vectors.toText(query), k)))
                .map(PgvectorIndex::nearChunks);
    }

    private static List<NearChunk> nearChunks(RowSet<Row> rows) {
        List<NearChunk> near = new ArrayList<>(rows.size());
        for (Row row : rows) {
            near.add(new NearChunk(row.getUUID("chunk_id"), row.getDouble("similarity")));
        }
        return near;
    }
}
