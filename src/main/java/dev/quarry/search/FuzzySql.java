package dev.quarry.search;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Titles with words spelled like the query's, by trigrams.
 *
 * <p>The index is walked in the order of distance: under row-level security it could not serve the operator that filters by
 * similarity, which is not leakproof.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgtrgm.html">pg_trgm</a>
 */
final class FuzzySql {
    static final String SEARCH = """
            with nearest as materialized (
              select id, word_similarity($2, title) as similarity
              from documents
              where tenant_id = $1
              order by title <->> $2
              limit $4
            )
            select chunk.id as chunk_id, nearest.similarity
            from nearest
            cross join lateral (
              select c.id
              from document_chunks c
              where c.tenant_id = $1 and c.document_id = nearest.id
              order by word_similarity($2, c.heading_path) desc, c.position
              limit 1
            ) as chunk
            where nearest.similarity >= $3
            order by nearest.similarity desc, chunk.id
            """;

    private FuzzySql() {}

    /** For each document with a similar title, the chunk whose headings are the most similar; the first of them. */
    static Uni<List<Capability.Hit>> search(
            SqlConnection connection, TenantId tenant, String query, double minSimilarity, int limit) {
        return connection
                .preparedQuery(SEARCH)
                .execute(Tuple.of(tenant.value(), query, (float) minSimilarity, limit))
                .map(rows -> {
                    List<Capability.Hit> hits = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        UUID chunkId = row.getUUID("chunk_id");
                        double similarity = row.getFloat("similarity");
                        hits.add(new Capability.Hit(chunkId, similarity, similarity));
                    }
                    return hits;
                });
    }
}
