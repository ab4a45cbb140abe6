package dev.quarry.search;

import dev.quarry.document.Language;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;

/** The languages of a tenant's chunks. */
final class LanguageSql {
    private static final String CHUNKS = """
            select language, sum(chunks)::bigint as chunks
            from (
              select language, chunks from lexeme_totals where tenant_id = $1 and lexeme = ''
              union all
              select language, chunks from lexeme_changes where tenant_id = $1 and lexeme = ''
            ) as parts
            group by language
            having sum(chunks) > 0
            """;

    private LanguageSql() {}

    /** How many chunks there are in each language. */
    static Uni<Map<Language, Long>> chunks(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery(CHUNKS)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> {
                    Map<Language, Long> chunks = new HashMap<>();
                    rows.forEach(row -> chunks.put(new Language(row.getString("language")), row.getLong("chunks")));
                    return Map.copyOf(chunks);
                });
    }
}
