package dev.quarry.search.lexical;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Titles, headings and identifiers spelled like the query's, by trigrams; never whole texts.
 *
 * <p>The indexes are walked in the order of distance: under row-level security they could not serve the operator that filters by
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

    /**
     * How many of the nearest are looked at under a filter, for each hit that is wanted: those that are similar enough are seldom
     * more.
     */
    private static final int WALKED = 5;

    /** Of a few chunks, every title and spelling is compared. */
    private static final String TITLES_OF_SOME = """
            select d.id, word_similarity(sought.text, d.title) as similarity
            from documents d
            where d.tenant_id = $1
              and d.id in (select c.document_id from document_chunks c where c.tenant_id = $1 and c.id = any ($6::uuid[]))
            """;

    private static final String SPELLINGS_OF_SOME = """
            select s.chunk_id, word_similarity(sought.text, s.text) as similarity
            from chunk_spellings s
            where s.tenant_id = $1 and s.chunk_id = any ($6::uuid[])
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
     * Chunks with a heading or an identifier similar to one of the texts; and of each document whose title is, the chunk whose
     * headings are the nearest to the query.
     *
     * @param meant the only chunks that there are, or empty for all that the filter means
     */
    static Uni<Similar> search(
            SqlConnection connection, FuzzyQuestion question, Sought sought, Optional<List<UUID>> meant) {
        ChunkCondition condition = condition(meant.isPresent() ? DocumentFilter.EVERYTHING : question.filter());
        List<Object> values = new ArrayList<>(List.of(
                question.tenant().value(),
                sought.texts().toArray(String[]::new),
                question.text(),
                (float) question.minSimilarity(),
                question.limit()));
        meant.ifPresent(ids -> values.add(ids.toArray(UUID[]::new)));
        values.addAll(condition.parameters());
        return connection
                .preparedQuery(statement(meant.isPresent(), condition))
                .execute(Tuple.from(values))
                .map(rows -> {
                    List<ScoredChunk> best = new ArrayList<>(rows.size());
                    boolean cutOff = false;
                    for (Row row : rows) {
                        cutOff = row.getBoolean("is_cut_off");
                        UUID chunkId = row.getUUID("chunk_id");
                        if (chunkId != null) {
                            double similarity = row.getFloat("similarity");
                            best.add(new ScoredChunk(chunkId, similarity, similarity * sought.share()));
                        }
                    }
                    return new Similar(best, cutOff && meant.isEmpty());
                });
    }

    /** @param cutOff whether more may be similar enough, beyond those that were looked at */
    record Similar(List<ScoredChunk> best, boolean cutOff) {}

    /** A filter as a condition whose first parameter is the sixth. */
    static ChunkCondition condition(DocumentFilter filter) {
        return ChunkCondition.of(filter, new QueryText("", List.of(), List.of()), 6);
    }

    /** @param ofSome whether the chunks are given, as the sixth parameter */
    static String statement(boolean ofSome, ChunkCondition condition) {
        int walked = condition.text().isEmpty() ? 1 : WALKED;
        return """
                with near_titles as materialized (
                  select sought.place, near.id, near.similarity
                  from unnest($2::text[]) with ordinality as sought (text, place)
                  cross join lateral (
                    %1$s
                  ) as near
                  where near.similarity >= $4
                ), near_spellings as materialized (
                  select sought.place, near.chunk_id, near.similarity
                  from unnest($2::text[]) with ordinality as sought (text, place)
                  cross join lateral (
                    %2$s
                  ) as near
                  where near.similarity >= $4
                ), titles as materialized (
                  select d.id, max(near.similarity) as similarity
                  from near_titles near
                  join documents d on d.tenant_id = $1 and d.id = near.id
                  where %3$s
                  group by d.id
                ), hits as (
                  select chunk.id as chunk_id, titles.similarity
                  from titles
                  cross join lateral (
                    select c.id
                    from document_chunks c
                    where c.tenant_id = $1 and c.document_id = titles.id and c.state = 'serving'
                    order by word_similarity(c.heading_path, $3) desc, c.position
                    limit 1
                  ) as chunk
                  union all
                  select near.chunk_id, near.similarity
                  from near_spellings near
                  %4$s
                )
                select walk.is_cut_off, best.chunk_id, best.similarity
                from (
                  select exists (select from near_titles group by place having count(*) >= $5 * %5$d)
                      or exists (select from near_spellings group by place having count(*) >= $5 * %5$d) as is_cut_off
                ) as walk
                left join (
                  select chunk_id, max(similarity) as similarity
                  from hits
                  group by chunk_id
                  order by similarity desc, chunk_id
                  limit $5
                ) as best on true
                order by best.similarity desc nulls last, best.chunk_id
                """.formatted(
                        ofSome ? TITLES_OF_SOME : nearestTitles(walked),
                        ofSome ? SPELLINGS_OF_SOME : nearestSpellings(walked),
                        condition.text().isEmpty() ? "true" : condition.text(),
                        condition.joinedTo("near.chunk_id"),
                        walked);
    }

    /** The nearest titles, in the order of the index. */
    private static String nearestTitles(int walked) {
        return """
                select d.id, word_similarity(sought.text, d.title) as similarity
                from documents d
                where d.tenant_id = $1
                order by d.title <->> sought.text
                limit $5 * %d
                """.formatted(walked);
    }

    private static String nearestSpellings(int walked) {
        return """
                select s.chunk_id, word_similarity(sought.text, s.text) as similarity
                from chunk_spellings s
                where s.tenant_id = $1
                order by s.text <->> sought.text
                limit $5 * %d
                """.formatted(walked);
    }
}
