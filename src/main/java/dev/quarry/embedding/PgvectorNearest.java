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
 * Finds the nearest with pgvector.
 *
 * <pre>
 *   chunks that are meant: few ──► all are compared
 *                          many ─► the graph is walked until k that are meant were met
 *                                     └─ fewer, because the walk was cut off ──► all are compared
 * </pre>
 *
 * <p>Few and many are told apart inside the statement, by looking for one more than are few: it is one round trip.
 */
final class PgvectorNearest {
    /** pgvector's own limit of hnsw.ef_search. */
    private static final int LARGEST_EF = 1000;

    /**
     * Sorted here, the tuples may leave the graph in relaxed order, which loses none. So many tuples are looked at before a
     * walk is cut off; a walk is also cut off by memory, of which the default would not hold that many.
     */
    private static final String WALK = """
            select set_config('hnsw.ef_search', $1, true),
                   set_config('hnsw.iterative_scan', 'relaxed_order', true),
                   set_config('hnsw.max_scan_tuples', '40000', true),
                   set_config('hnsw.scan_mem_multiplier', '16', true)
            """;

    private final int spaceId;
    private final int dimensions;
    private final int efSearch;
    private final int few;
    private final LargeTenants large = new LargeTenants();

    /** @param few the most vectors that are all compared */
    PgvectorNearest(int spaceId, int dimensions, int efSearch, int few) {
        this.spaceId = spaceId;
        this.dimensions = dimensions;
        this.efSearch = efSearch;
        this.few = few;
    }

    Map<String, Object> settings() {
        return Map.of("ef_search", efSearch, "exact_limit", few);
    }

    Uni<NearestChunks> find(SqlConnection connection, TenantId tenant, float[] query, int k, DocumentFilter filter) {
        ChunkScope scope = ChunkScope.of(filter, 4);
        Tuple parameters = Tuple.from(scope.behind(tenant.value(), Vectors.toText(query), k));
        int ef = Math.min(LARGEST_EF, Math.max(2 * k, efSearch));
        boolean counts = !(scope.isWhole() && large.contains(tenant));
        // Both are sent at once: the connection does one after the other.
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(WALK).execute(Tuple.of(Integer.toString(ef))),
                        connection
                                .preparedQuery(counts ? statement(scope) : walk(scope))
                                .execute(parameters))
                .with((set, rows) -> rows)
                .flatMap(rows -> {
                    List<NearChunk> near = nearChunks(rows);
                    if (counts && rows.iterator().next().getLong("chunks") <= few) {
                        return Uni.createFrom().item(NearestChunks.exact(near, k));
                    }
                    if (near.size() < k) {
                        return compareAll(connection, scope, parameters, k);
                    }
                    if (scope.isWhole() && counts) {
                        large.remember(tenant);
                    }
                    return Uni.createFrom().item(NearestChunks.approximate(near, k, "hnsw", Map.of("ef", ef)));
                });
    }

    /**
     * $1 tenant, $2 query, $3 k, from $4 on the filter's. One row at least, for the number of chunks. Each half of the union
     * is behind a condition that does not depend on its rows, so that only one is run. The query is read from its text in a
     * sub-select of its own: in a plan that is kept it would be read again for every row.
     */
    String statement(ChunkScope scope) {
        return """
                with scope as materialized (
                  select e.chunk_id
                  from space_%1$d_embeddings e
                  %4$s
                  where e.tenant_id = $1
                  limit %3$d + 1
                ), size as materialized (
                  select count(*) as chunks from scope
                )
                select size.chunks, near.chunk_id, near.similarity
                from size
                left join (
                  (select e.chunk_id, 1 - (e.vector <=> (select ($2::text)::halfvec(%2$d))) as similarity
                   from scope
                   join space_%1$d_embeddings e on e.tenant_id = $1 and e.chunk_id = scope.chunk_id
                   where (select chunks from size) <= %3$d
                   order by similarity desc
                   limit $3)
                  union all
                  (select * from (%5$s) as walked where (select chunks from size) > %3$d)
                ) as near on true
                """.formatted(spaceId, dimensions, few, scope.joins(), walk(scope));
    }

    /** The graph alone, for $1 tenant, $2 query, $3 k. */
    String walk(ChunkScope scope) {
        return """
                select e.chunk_id, 1 - (e.vector <=> (select ($2::text)::halfvec(%2$d))) as similarity
                from space_%1$d_embeddings e
                where e.tenant_id = $1
                %3$s
                order by e.vector <=> (select ($2::text)::halfvec(%2$d))
                limit $3
                """.formatted(spaceId, dimensions, scope.check());
    }

    private Uni<NearestChunks> compareAll(SqlConnection connection, ChunkScope scope, Tuple parameters, int k) {
        // The sum keeps the planner from the graph.
        String statement = """
                select e.chunk_id, 1 - (e.vector <=> (select ($2::text)::halfvec(%2$d))) as similarity
                from space_%1$d_embeddings e
                %3$s
                where e.tenant_id = $1
                order by (e.vector <=> (select ($2::text)::halfvec(%2$d))) + 0
                limit $3
                """.formatted(spaceId, dimensions, scope.joins());
        return connection
                .preparedQuery(statement)
                .execute(parameters)
                .map(rows -> NearestChunks.exact(nearChunks(rows), k));
    }

    private static List<NearChunk> nearChunks(RowSet<Row> rows) {
        List<NearChunk> near = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (row.getUUID("chunk_id") != null) {
                near.add(new NearChunk(row.getUUID("chunk_id"), row.getDouble("similarity")));
            }
        }
        return near;
    }
}
