package dev.quarry.search.lexical;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.document.filter.FilterSql;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chunk must satisfy to be a hit, beyond its rank: the filter on its document, the query's phrases and exclusions.
 *
 * <p>A phrase is looked for in the chunk's content, and in its title and headings, in the chunk's language. The text is only
 * read where the postings say that all of the phrase's lexemes are there; for a single word they say it all.
 *
 * @param tables common table expressions, each with a comma before it
 * @param text a condition on {@code document_chunks c} and {@code documents d}; empty where every chunk will do
 * @param parameters the values of the parameters, in their order
 */
record ChunkCondition(String tables, String text, List<Object> parameters) {
    /** Words that a language passes over (stop words) are no condition in it. */
    private static final String WORDS_HOLD = """
            not exists (
              select from conditions
              where conditions.language = d.language
                and cardinality(conditions.lexemes) > 0
                and conditions.is_wanted <> case
                  when (select count(*)
                        from unnest(conditions.lexemes) as l (lexeme)
                        cross join lateral (
                          select from postings p
                          where p.tenant_id = $1 and p.language = d.language and p.lexeme = l.lexeme and p.chunk_id = c.id
                          limit 1) as there) < cardinality(conditions.lexemes) then false
                  when numnode(conditions.query) = 1 then true
                  else to_tsvector(text_search_configuration(d.language), c.content) @@ conditions.query
                    or to_tsvector(text_search_configuration(d.language), chunk_context(d.title, c.heading_path))
                       @@ conditions.query
                end)""";

    ChunkCondition {
        parameters = List.copyOf(parameters);
    }

    /** @param first the number of the first parameter that is free; $1 is the tenant */
    static ChunkCondition of(DocumentFilter filter, QueryText query, int first) {
        List<Object> parameters = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        String tables = "";
        if (!filter.equals(DocumentFilter.EVERYTHING)) {
            FilterSql.Where where = FilterSql.where(filter, first);
            conditions.add(where.check());
            parameters.addAll(where.parameters());
        }
        if (query.isConditional()) {
            int next = first + parameters.size();
            tables = wordConditions(next, next + 1);
            conditions.add(WORDS_HOLD);
            parameters.add(query.phrases().toArray(String[]::new));
            parameters.add(query.excluded().toArray(String[]::new));
        }
        return new ChunkCondition(tables, String.join("\nand ", conditions), parameters);
    }

    /** Whether texts may have to be read, for a phrase or an exclusion. */
    boolean readsTexts() {
        return !tables.isEmpty();
    }

    /**
     * One row where the condition holds of a chunk, none elsewhere. Joined, it keeps the order.
     *
     * @param chunkId the column that the chunk's id stands in
     */
    String joinedTo(String chunkId) {
        return text.isEmpty() ? "" : """
                cross join lateral (
                  select from document_chunks c
                  join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
                  where c.tenant_id = $1 and c.id = %s and %s
                  limit 1
                ) as passing
                """.formatted(chunkId, text);
    }

    private static String wordConditions(int phrases, int excluded) {
        return """
                , languages as materialized (
                  select distinct language from (
                    select language from lexeme_totals where tenant_id = $1 and lexeme = ''
                    union all
                    select language from lexeme_changes where tenant_id = $1 and lexeme = ''
                  ) as counted
                ), conditions as materialized (
                  select languages.language, wanted.is_wanted,
                         phraseto_tsquery(text_search_configuration(languages.language), wanted.phrase) as query,
                         tsvector_to_array(to_tsvector(text_search_configuration(languages.language), wanted.phrase)) as lexemes
                  from languages
                  cross join (
                    select phrase, true as is_wanted from unnest($%1$d::text[]) as phrase
                    union all
                    select phrase, false from unnest($%2$d::text[]) as phrase
                  ) as wanted
                )
                """.formatted(phrases, excluded);
    }
}
