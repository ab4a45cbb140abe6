package dev.quarry.search;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where a question's words stand in chunks. */
final class HighlightSql {
    /** Any of the question's words counts, as it does in the search by words, in the language of the chunk's document. */
    private static final String MARKED = """
            select c.id,
                   ts_headline(
                     text_search_configuration(d.language),
                     c.content,
                     replace(plainto_tsquery(text_search_configuration(d.language), $3)::text, ' & ', ' | ')::tsquery,
                     $4) as marked
            from document_chunks c
            join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
            where c.tenant_id = $1 and c.id = any ($2)
            """;

    private HighlightSql() {}

    /** The words' places by chunk. */
    static Uni<Map<UUID, List<Highlight>>> find(SqlConnection connection, SearchQuery query, List<Passage> hits) {
        Marks marks = Marks.absentFrom(hits.stream().map(Passage::content).toList());
        UUID[] chunkIds = hits.stream().map(Passage::id).toArray(UUID[]::new);
        return connection
                .preparedQuery(MARKED)
                .execute(Tuple.of(query.tenant().value(), chunkIds, query.text(), marks.options()))
                .map(rows -> {
                    Map<UUID, List<Highlight>> byChunk = new HashMap<>();
                    rows.forEach(row -> byChunk.put(row.getUUID("id"), marks.placesIn(row.getString("marked"))));
                    return byChunk;
                });
    }
}
