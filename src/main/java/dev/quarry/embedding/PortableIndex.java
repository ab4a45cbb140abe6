package dev.quarry.embedding;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Vectors in core SQL.
 *
 * <p>Two tables: signatures, the signs of a vector's numbers as bits, narrow enough to be read whole for every query; and
 * the vectors in half precision. The signatures nearest by Hamming distance are candidates, and their vectors are compared
 * exactly, here. A tenant with fewer chunks than candidates is searched exactly.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/509907.509965">Charikar, Similarity estimation techniques (2002)</a>
 */
final class PortableIndex implements VectorIndex {
    static final String KIND = "portable";

    private final String vectorTable;
    private final String storeSql;
    private final String storeKnownSql;
    private final String vectorsSql;
    private final String vectorsOfSql;
    private final String nearestSql;
    private final int candidates;

    PortableIndex(int spaceId, int dimensions, int candidates) {
        this.candidates = candidates;
        this.vectorTable = "space_%d_vectors".formatted(spaceId);
        this.storeSql = """
                with given as (
                  select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[])
                    as g (chunk_id, passage, signature, vector)
                ), signed as (
                  insert into space_%1$d_signatures (tenant_id, chunk_id, signature)
                  select $1, chunk_id, signature::bit(%2$d) from given
                  on conflict (tenant_id, chunk_id) do update set signature = excluded.signature
                )
                insert into space_%1$d_vectors (tenant_id, chunk_id, passage, vector)
                select $1, chunk_id, passage, vector from given
                on conflict (tenant_id, chunk_id) do update set passage = excluded.passage, vector = excluded.vector
                """.formatted(spaceId, dimensions);
        this.storeKnownSql = """
                with given as (
                  select g.chunk_id, g.passage, known.vector, known.signature
                  from unnest($2::uuid[], $3::uuid[]) as g (chunk_id, passage)
                  cross join lateral (
                    select v.vector, s.signature
                    from space_%1$d_vectors v
                    join space_%1$d_signatures s on s.tenant_id = v.tenant_id and s.chunk_id = v.chunk_id
                    where v.tenant_id = $1 and v.passage = g.passage
                    limit 1) as known
                ), signed as (
                  insert into space_%1$d_signatures (tenant_id, chunk_id, signature)
                  select $1, chunk_id, signature from given
                  on conflict (tenant_id, chunk_id) do update set signature = excluded.signature
                )
                insert into space_%1$d_vectors (tenant_id, chunk_id, passage, vector)
                select $1, chunk_id, passage, vector from given
                on conflict (tenant_id, chunk_id) do update set passage = excluded.passage, vector = excluded.vector
                returning chunk_id
                """.formatted(spaceId);
        this.vectorsSql = """
                select distinct on (passage) passage as id, vector
                from space_%1$d_vectors
                where tenant_id = $1 and passage = any ($2)
                """.formatted(spaceId);
        this.vectorsOfSql = """
                select chunk_id as id, vector
                from space_%1$d_vectors
                where tenant_id = $1 and chunk_id = any ($2)
                """.formatted(spaceId);
        this.nearestSql = """
                with candidates as materialized (
                  select chunk_id
                  from space_%1$d_signatures
                  where tenant_id = $1
                  order by bit_count(signature # ($2::text)::bit(%2$d))
                  limit $3
                )
                select chunk_id, vector
                from candidates
                join space_%1$d_vectors using (chunk_id)
                where tenant_id = $1
                """.formatted(spaceId, dimensions);
    }

    /** The space's tables. */
    static String tables(int spaceId, int dimensions) {
        return """
                create table space_%1$d_vectors (
                  tenant_id integer not null,
                  chunk_id uuid not null,
                  passage uuid,
                  vector bytea not null,
                  primary key (tenant_id, chunk_id),
                  foreign key (tenant_id, chunk_id) references document_chunks (tenant_id, id) on delete cascade
                );
                -- Out of line every candidate would cost another look-up, and random numbers do not compress.
                alter table space_%1$d_vectors alter column vector set storage plain;
                create index space_%1$d_vectors_passage on space_%1$d_vectors (tenant_id, passage);
                create table space_%1$d_signatures (
                  tenant_id integer not null,
                  chunk_id uuid not null,
                  signature bit(%2$d) not null,
                  primary key (tenant_id, chunk_id),
                  foreign key (tenant_id, chunk_id) references document_chunks (tenant_id, id) on delete cascade
                );
                """.formatted(spaceId, dimensions);
    }

    static List<String> tableNames(int spaceId) {
        return List.of("space_%d_vectors".formatted(spaceId), "space_%d_signatures".formatted(spaceId));
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
        String[] signatures = embeddings.stream()
                .map(embedding -> Vectors.signature(embedding.vector()))
                .toArray(String[]::new);
        Buffer[] vectors = embeddings.stream()
                .map(embedding -> Vectors.toHalfPrecision(embedding.vector()))
                .toArray(Buffer[]::new);
        return connection
                .preparedQuery(storeSql)
                .execute(Tuple.of(tenant.value(), chunkIds, passages, signatures, vectors))
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
                connection,
                vectorsSql,
                tenant,
                passages,
                row -> Vectors.fromHalfPrecision(row.getBuffer("vector").getDelegate()));
    }

    @Override
    public Uni<Map<UUID, float[]>> vectorsOf(SqlConnection connection, TenantId tenant, Collection<UUID> chunkIds) {
        return KnownPassages.vectors(
                connection,
                vectorsOfSql,
                tenant,
                chunkIds,
                row -> Vectors.fromHalfPrecision(row.getBuffer("vector").getDelegate()));
    }

    @Override
    public Uni<List<NearChunk>> nearest(SqlConnection connection, TenantId tenant, float[] query, int k) {
        return connection
                .preparedQuery(nearestSql)
                .execute(Tuple.of(tenant.value(), Vectors.signature(query), Math.max(k, candidates)))
                .map(rows -> rescore(rows, query, k));
    }

    private static List<NearChunk> rescore(RowSet<Row> rows, float[] query, int k) {
        List<NearChunk> near = new ArrayList<>(rows.size());
        for (Row row : rows) {
            double similarity =
                    Vectors.dotHalfPrecision(query, row.getBuffer("vector").getDelegate());
            near.add(new NearChunk(row.getUUID("chunk_id"), similarity));
        }
        near.sort(Comparator.comparingDouble(NearChunk::similarity).reversed().thenComparing(NearChunk::chunkId));
        return near.size() <= k ? near : List.copyOf(near.subList(0, k));
    }
}
