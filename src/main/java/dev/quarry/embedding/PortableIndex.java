package dev.quarry.embedding;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Vectors in core SQL.
 *
 * <p>Two tables: signatures ({@link Hyperplanes}), narrow enough to be read whole for every query; and the vectors in half
 * precision. The signatures nearest by Hamming distance are candidates, and their vectors are compared exactly, here.
 */
final class PortableIndex implements VectorIndex {
    static final String KIND = "hyperplanes";

    /** The kind of spaces that earlier versions made: with less to tell vectors apart by. */
    static final String EARLIER_KIND = "portable";

    private final String vectorTable;
    private final String storeSql;
    private final String storeKnownSql;
    private final String vectorsSql;
    private final String vectorsOfSql;
    private final String kind;
    private final SignatureScheme scheme;
    private final PortableNearest nearest;

    private PortableIndex(String kind, int spaceId, SignatureScheme scheme, int candidates, int few) {
        this.kind = kind;
        this.scheme = scheme;
        this.nearest = new PortableNearest(spaceId, scheme, candidates, few);
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
                """.formatted(spaceId, scheme.bits());
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
    }

    /**
     * @param candidates vectors that are compared exactly, at least
     * @param few the most chunks of a filter whose signatures are looked at alone
     */
    static PortableIndex withHyperplanes(int spaceId, int dimensions, int candidates, int few) {
        return new PortableIndex(KIND, spaceId, new Hyperplanes(dimensions), candidates, few);
    }

    /** The index of a space of {@link #EARLIER_KIND}. */
    static PortableIndex withSigns(int spaceId, int dimensions, int candidates, int few) {
        return new PortableIndex(EARLIER_KIND, spaceId, new SignsOfNumbers(dimensions), candidates, few);
    }

    /** The tables of a space of {@link #KIND}. */
    static String tables(int spaceId) {
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
                """.formatted(spaceId, Hyperplanes.BITS);
    }

    static List<String> tableNames(int spaceId) {
        return List.of("space_%d_vectors".formatted(spaceId), "space_%d_signatures".formatted(spaceId));
    }

    @Override
    public String kind() {
        return kind;
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
        String[] signatures = embeddings.stream()
                .map(embedding -> scheme.signature(embedding.vector()))
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
    public Uni<NearestChunks> nearest(
            SqlConnection connection, TenantId tenant, float[] query, int k, DocumentFilter filter) {
        return nearest.find(connection, tenant, query, k, filter);
    }
}
