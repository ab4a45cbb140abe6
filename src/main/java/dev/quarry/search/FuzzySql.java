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
    /**
     * Words of the query that no chunk holds, in any of the tenant's languages: they may be misspelled. Words that some
     * language passes over (stop words) are none.
     */
    static final String UNKNOWN_WORDS = """
            with languages as materialized (
              select distinct language from (
                select language from lexeme_totals where tenant_id = $1 and lexeme = ''
                union all
                select language from lexeme_changes where tenant_id = $1 and lexeme = ''
              ) as counted
            )
            select word
            from regexp_split_to_table($2, '[[:space:][:punct:]]+') with ordinality as asked (word, place)
            where length(word) >= 4
              and exists (select from languages)
              and not exists (
                select from languages
                where to_tsvector(text_search_configuration(language), word) = ''::tsvector
                   or exists (
                     select from unnest(to_tsvector(text_search_configuration(language), word)) as l
                     join lexeme_totals t
                       on t.tenant_id = $1 and t.language = languages.language and t.lexeme = l.lexeme and t.chunks > 0)
                   or exists (
                     select from unnest(to_tsvector(text_search_configuration(language), word)) as l
                     join lexeme_changes c
                       on c.tenant_id = $1 and c.language = languages.language and c.lexeme = l.lexeme and c.chunks > 0))
            order by length(word) desc, place
            limit $3
            """;

    static final String SEARCH = """
            with spelled_alike as materialized (
              select nearest.id, max(nearest.similarity) as similarity
              from unnest($2::text[]) as sought (text)
              cross join lateral (
                select id, word_similarity(sought.text, title) as similarity
                from documents
                where tenant_id = $1
                order by title <->> sought.text
                limit $5
              ) as nearest
              where nearest.similarity >= $4
              group by nearest.id
            )
            select chunk.id as chunk_id, spelled_alike.similarity
            from spelled_alike
            cross join lateral (
              select c.id
              from document_chunks c
              where c.tenant_id = $1 and c.document_id = spelled_alike.id
              order by word_similarity(c.heading_path, $3) desc, c.position
              limit 1
            ) as chunk
            order by spelled_alike.similarity desc, chunk.id
            limit $5
            """;

    private FuzzySql() {}

    /** Words of the query that may be misspelled, the longest first. */
    static Uni<List<String>> unknownWords(SqlConnection connection, TenantId tenant, String query, int limit) {
        return connection
                .preparedQuery(UNKNOWN_WORDS)
                .execute(Tuple.of(tenant.value(), query, limit))
                .map(rows -> {
                    List<String> words = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        words.add(row.getString("word"));
                    }
                    return words;
                });
    }

    /**
     * For each document whose title is similar to one of the texts, the chunk whose headings are the nearest to the query.
     *
     * @param sought a short query, or words of a long one
     */
    static Uni<List<Capability.Hit>> search(
            SqlConnection connection, SearchQuery query, List<String> sought, double minSimilarity) {
        if (sought.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return connection
                .preparedQuery(SEARCH)
                .execute(Tuple.of(
                        query.tenant().value(),
                        sought.toArray(String[]::new),
                        query.text(),
                        (float) minSimilarity,
                        query.depth()))
                .map(rows -> {
                    List<Capability.Hit> hits = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        UUID chunkId = row.getUUID("chunk_id");
                        double similarity = row.getFloat("similarity");
                        hits.add(new Capability.Hit(new Item.Chunk(chunkId), similarity, similarity));
                    }
                    return hits;
                });
    }
}
