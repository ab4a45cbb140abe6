package dev.quarry.embedding;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.embedding.VectorIndex.NearChunk;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the nearest in core SQL: the chunks whose signatures are nearest are candidates, and their vectors are compared, here.
 * Where no more chunks are meant than there are candidates, all are compared.
 */
final class PortableNearest {
    private final int spaceId;
    private final SignatureScheme scheme;
    private final int candidates;
    private final int few;

    /** @param few the most chunks that a filter's signatures are looked at alone for */
    PortableNearest(int spaceId, SignatureScheme scheme, int candidates, int few) {
        this.spaceId = spaceId;
        this.scheme = scheme;
        this.candidates = candidates;
        this.few = few;
    }

    Map<String, Object> settings() {
        return Map.of("candidates", candidates);
    }

    Uni<NearestChunks> find(SqlConnection connection, TenantId tenant, float[] query, int k, DocumentFilter filter) {
        ChunkScope scope = ChunkScope.of(filter, 4);
        // Signatures are coarse: twice as many as are wanted at least.
        int wanted = Math.max(2 * k, candidates);
        return connection
                .preparedQuery(statement(scope))
                .execute(Tuple.from(scope.behind(tenant.value(), scheme.signature(query), wanted)))
                .map(rows -> {
                    List<NearChunk> compared = compared(rows, query);
                    return compared.size() < wanted
                            ? NearestChunks.exact(compared, k)
                            : NearestChunks.approximate(compared, k, "signatures", Map.of("candidates", wanted));
                });
    }

    /**
     * $1 tenant, $2 the query's signature, $3 candidates, from $4 on the filter's. The signature is read from its text in a
     * sub-select of its own: in a plan that is kept it would be read again for every row.
     */
    String statement(ChunkScope scope) {
        return scope.joins().isEmpty() ? amongAll() : among(scope);
    }

    private String amongAll() {
        return """
                with candidates as materialized (
                  select e.chunk_id
                  from space_%1$d_signatures e
                  where e.tenant_id = $1
                  order by bit_count(e.signature # (select ($2::text)::bit(%2$d)))
                  limit $3
                )
                select chunk_id, v.vector
                from candidates
                join space_%1$d_vectors v using (chunk_id)
                where v.tenant_id = $1
                """.formatted(spaceId, scheme.bits());
    }

    /**
     * Where few chunks are meant, their signatures alone are looked at. Else all signatures are sorted, and chunks taken from
     * the nearest on until there are enough that are meant. Each half of the union is behind a condition that does not depend
     * on its rows, so that only one is run.
     */
    private String among(ChunkScope scope) {
        return """
                with scope as materialized (
                  select e.chunk_id
                  from space_%1$d_vectors e
                  %4$s
                  where e.tenant_id = $1
                  limit %3$d + 1
                ), size as materialized (
                  select count(*) as chunks from scope
                ), candidates as materialized (
                  (select e.chunk_id
                   from scope
                   join space_%1$d_signatures e on e.tenant_id = $1 and e.chunk_id = scope.chunk_id
                   where (select chunks from size) <= %3$d
                   order by bit_count(e.signature # (select ($2::text)::bit(%2$d)))
                   limit $3)
                  union all
                  (select e.chunk_id
                   from (
                     select tenant_id, chunk_id
                     from space_%1$d_signatures
                     where tenant_id = $1 and (select chunks from size) > %3$d
                     order by bit_count(signature # (select ($2::text)::bit(%2$d)))
                     offset 0
                   ) as e
                   where true
                     %5$s
                   limit $3)
                )
                select chunk_id, v.vector
                from candidates
                join space_%1$d_vectors v using (chunk_id)
                where v.tenant_id = $1
                """.formatted(spaceId, scheme.bits(), few, scope.joins(), scope.check());
    }

    private static List<NearChunk> compared(RowSet<Row> rows, float[] query) {
        List<NearChunk> near = new ArrayList<>(rows.size());
        for (Row row : rows) {
            double similarity =
                    Vectors.dotHalfPrecision(query, row.getBuffer("vector").getDelegate());
            near.add(new NearChunk(row.getUUID("chunk_id"), similarity));
        }
        return near;
    }
}
