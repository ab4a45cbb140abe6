package dev.quarry.chunk;

import dev.quarry.chunk.ChunkSql.Identified;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes {@code chunk_spellings}: headings, and identifiers in the text, for the fuzzy search. A chunk that is deleted takes its
 * own with it.
 */
public final class SpellingSql {
    private static final String INDEX = """
            with headings as materialized (
              select distinct on (heading_path) id, heading_path
              from document_chunks
              where tenant_id = $1 and document_id = $2 and heading_path <> '' and state = 'serving'
              order by heading_path, position
            ), gone as (
              delete from chunk_spellings s
              using document_chunks c
              where c.tenant_id = $1 and c.document_id = $2
                and s.tenant_id = $1 and s.chunk_id = c.id and s.is_heading
                and not exists (select from headings h where h.id = s.chunk_id and h.heading_path = s.text)
            )
            insert into chunk_spellings (tenant_id, chunk_id, is_heading, text)
            select $1, id, true, heading_path from headings
            union all
            select $1, found.chunk_id, false, found.identifier
            from unnest($3::uuid[], $4::text[]) as found (chunk_id, identifier)
            on conflict do nothing
            """;

    private SpellingSql() {}

    /**
     * Brings a document's headings up to date, and adds the identifiers of new chunks.
     *
     * @param added chunks that have just been stored
     */
    public static Uni<Void> index(SqlConnection connection, TenantId tenant, UUID documentId, List<Identified> added) {
        Map<UUID, String> contents = new LinkedHashMap<>();
        added.forEach(chunk -> contents.put(chunk.id(), chunk.chunk().content()));
        return index(connection, tenant, documentId, contents);
    }

    /**
     * Brings a document's headings up to date, and adds the identifiers of chunks.
     *
     * @param contents of chunks that serve and whose identifiers are not there yet, by their ids
     */
    public static Uni<Void> index(
            SqlConnection connection, TenantId tenant, UUID documentId, Map<UUID, String> contents) {
        List<UUID> chunkIds = new ArrayList<>();
        List<String> identifiers = new ArrayList<>();
        contents.forEach((id, content) -> {
            for (String identifier : Identifiers.in(content)) {
                chunkIds.add(id);
                identifiers.add(identifier);
            }
        });
        return connection
                .preparedQuery(INDEX)
                .execute(Tuple.of(
                        tenant.value(), documentId, chunkIds.toArray(UUID[]::new), identifiers.toArray(String[]::new)))
                .replaceWithVoid();
    }
}
