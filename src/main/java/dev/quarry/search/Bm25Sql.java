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
 * Exact BM25 over the postings.
 *
 * <p>A chunk that holds any of the query's lexemes is scored:
 *
 * <pre>
 *   score = Σ n(q) · ln(1 + (N - df + 0.5) / (df + 0.5)) · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / average))
 * </pre>
 *
 * where n(q) is how often the query says the lexeme, N the number of the tenant's chunks, df the number of those in the
 * chunk's language that hold the lexeme. The query is read in every language that the tenant has chunks in, and a chunk is
 * matched with the lexemes of its own.
 *
 * @see <a href="https://doi.org/10.1561/1500000019">Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and
 *     Beyond (2009)</a>
 */
final class Bm25Sql {
    static final String SEARCH = """
            with counted as materialized (
              select language, sum(chunks) as chunks, sum(occurrences) as occurrences
              from (
                select language, chunks, occurrences from lexeme_totals where tenant_id = $1 and lexeme = ''
                union all
                select language, chunks, occurrences from lexeme_changes where tenant_id = $1 and lexeme = ''
              ) as parts
              group by language
            ), corpus as materialized (
              select sum(chunks)::float8 as chunks, sum(occurrences)::float8 / nullif(sum(chunks), 0)::float8 as average_length
              from counted
            ), asked as materialized (
              select counted.language, l.lexeme, cardinality(l.positions) as times
              from counted
              cross join lateral unnest(to_tsvector(text_search_configuration(counted.language), $2)) as l
              where counted.chunks > 0
            ), terms as materialized (
              select asked.language, asked.lexeme, df.chunks as chunks,
                     asked.times * ln(1 + (corpus.chunks - df.chunks + 0.5) / (df.chunks + 0.5)) * ($3::float8 + 1) as weight
              from asked
              cross join corpus
              cross join lateral (
                select coalesce(sum(parts.chunks), 0)::float8 as chunks
                from (
                  select t.chunks from lexeme_totals t
                  where t.tenant_id = $1 and t.language = asked.language and t.lexeme = asked.lexeme
                  union all
                  select c.chunks from lexeme_changes c
                  where c.tenant_id = $1 and c.language = asked.language and c.lexeme = asked.lexeme
                ) as parts
              ) as df
            ), bound as materialized (
              select max(of_language.weight) as highest
              from (select sum(weight) as weight from terms group by language) as of_language
            ), best as (
              select p.chunk_id,
                     sum(terms.weight * p.frequency::float8
                         / (p.frequency::float8
                            + $3::float8 * (1 - $4::float8
                                            + $4::float8 * p.chunk_length::float8 / corpus.average_length))) as score
              from terms
              cross join corpus
              join postings p on p.tenant_id = $1 and p.language = terms.language and p.lexeme = terms.lexeme
              where terms.chunks > 0
              group by p.chunk_id
              order by score desc, p.chunk_id
              limit $5
            )
            select chunk_id, score, score / highest as relevance
            from best
            cross join bound
            order by score desc, chunk_id
            """;

    private Bm25Sql() {}

    /** The best chunks, best first; a hit's relevance is its share of the highest score that a chunk
     * could have which says all of the query, in the language where that is the most. Words that no chunk holds count, as the
     * rarest: who matches one common word of ten has not matched the query. */
    static Uni<List<Capability.Hit>> search(
            SqlConnection connection, TenantId tenant, String query, double k1, double b, int limit) {
        return connection
                .preparedQuery(SEARCH)
                .execute(Tuple.of(tenant.value(), query, k1, b, limit))
                .map(rows -> {
                    List<Capability.Hit> hits = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        UUID chunkId = row.getUUID("chunk_id");
                        hits.add(new Capability.Hit(
                                new Item.Chunk(chunkId), row.getDouble("score"), row.getDouble("relevance")));
                    }
                    return hits;
                });
    }
}
