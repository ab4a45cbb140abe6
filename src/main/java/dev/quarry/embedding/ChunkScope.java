package dev.quarry.embedding;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.document.filter.FilterSql;
import java.util.ArrayList;
import java.util.List;

/**
 * Which chunks of a tenant are meant, as parts of a statement over a table with the alias {@code e} and the columns {@code
 * tenant_id} and {@code chunk_id}. Where every document is meant, both parts are empty and cost nothing.
 *
 * @param joins to be put behind {@code from … e}: leaves the rows that are meant, found from the documents
 * @param check to be put at the end of {@code where}: the same, asked row by row. It is no join, so that the planner leaves
 *     the rows in the order in which they come and ends with the last one that is wanted.
 * @param parameters of either part, numbered from the first free one on
 */
record ChunkScope(String joins, String check, List<Object> parameters) {
    ChunkScope {
        parameters = List.copyOf(parameters);
    }

    /** @param first the number of the first parameter that is free */
    static ChunkScope of(DocumentFilter filter, int first) {
        if (filter.equals(DocumentFilter.EVERYTHING)) {
            return new ChunkScope("", "", List.of());
        }
        FilterSql.Where where = FilterSql.where(filter, first);
        String joins = """
                join document_chunks c on c.tenant_id = e.tenant_id and c.id = e.chunk_id
                join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id and (%s)
                """.formatted(where.text());
        String check = """
                and (
                  select true
                  from document_chunks c
                  join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
                  where c.tenant_id = e.tenant_id and c.id = e.chunk_id and (%s))
                """.formatted(where.check());
        return new ChunkScope(joins, check, where.parameters());
    }

    /** Whether every chunk of the tenant is meant. */
    boolean isWhole() {
        return joins.isEmpty();
    }

    /** The statement's own parameters, and behind them those of the scope. */
    List<Object> behind(Object... own) {
        List<Object> all = new ArrayList<>(List.of(own));
        all.addAll(parameters);
        return all;
    }
}
