package dev.quarry.chunk;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The rows of {@code document_chunks}. */
public final class ChunkSql {
    private static final String INSERT = """
            insert into document_chunks (
              tenant_id, document_id, chunking_strategy, id, position, content, chunk_size, token_count,
              start_offset, end_offset, heading_path, content_hash, page)
            select $1, $2, $3, c.id, c.position, c.content, length(c.content), c.token_count,
                   c.start_offset, c.end_offset, c.heading_path, c.content_hash, c.page
            from unnest($4::uuid[], $5::integer[], $6::text[], $7::integer[], $8::integer[], $9::integer[], $10::text[],
                        $11::bytea[], $12::integer[])
              as c (id, position, content, token_count, start_offset, end_offset, heading_path, content_hash, page)
            """;

    private static final String STORED = """
            select id, content_hash, state = 'serving' as serving
            from document_chunks
            where tenant_id = $1 and document_id = $2
            order by position
            """;

    private static final String OF_DOCUMENTS =
            "select id from document_chunks where tenant_id = $1 and document_id = any ($2)";

    private static final String MOVE = """
            update document_chunks as stored
            set chunking_strategy = $2, position = c.position, start_offset = c.start_offset, end_offset = c.end_offset,
                page = c.page, origin = 'source'
            from unnest($3::uuid[], $4::integer[], $5::integer[], $6::integer[], $7::integer[])
              as c (id, position, start_offset, end_offset, page)
            where stored.tenant_id = $1 and stored.id = c.id
            """;

    private static final String DELETE = "delete from document_chunks where tenant_id = $1 and id = any ($2)";

    private ChunkSql() {}

    /** Stores the chunks under ids that the caller made, in the chunks' order. */
    public static Uni<Void> insert(
            SqlConnection connection, TenantId tenant, UUID documentId, String strategy, List<Identified> chunks) {
        if (chunks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.of(tenant.value(), documentId, strategy, ids(chunks))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::position))
                .addArrayOfString(column(chunks, String[]::new, NewChunk::content))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::tokens))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::startOffset))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::endOffset))
                .addArrayOfString(column(chunks, String[]::new, NewChunk::headingPath))
                .addValue(column(chunks, Buffer[]::new, chunk -> Buffer.buffer(chunk.contentHash())))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::page));
        return connection.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    /** The document's chunks by position, with what tells whether one is still the same. */
    public static Uni<List<StoredChunk>> stored(SqlConnection connection, TenantId tenant, UUID documentId) {
        return connection
                .preparedQuery(STORED)
                .execute(Tuple.of(tenant.value(), documentId))
                .map(rows -> {
                    List<StoredChunk> chunks = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        chunks.add(new StoredChunk(
                                row.getUUID("id"),
                                row.getBuffer("content_hash").getBytes(),
                                row.getBoolean("serving")));
                    }
                    return chunks;
                });
    }

    /** The ids of all chunks of the documents. */
    public static Uni<List<UUID>> ofDocuments(SqlConnection connection, TenantId tenant, List<UUID> documentIds) {
        return connection
                .preparedQuery(OF_DOCUMENTS)
                .execute(Tuple.of(tenant.value(), documentIds.toArray(UUID[]::new)))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>(rows.size());
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                });
    }

    /**
     * Gives stored chunks the strategy and place of new ones with the same content under the same headings, of which they are from
     * now on.
     */
    public static Uni<Void> move(SqlConnection connection, TenantId tenant, String strategy, List<Identified> chunks) {
        if (chunks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.of(tenant.value(), strategy, ids(chunks))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::position))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::startOffset))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::endOffset))
                .addArrayOfInteger(column(chunks, Integer[]::new, NewChunk::page));
        return connection.preparedQuery(MOVE).execute(values).replaceWithVoid();
    }

    /** Deletes chunks; their embeddings go with them. Take them out of the lexical index first. */
    public static Uni<Void> delete(SqlConnection connection, TenantId tenant, List<UUID> chunkIds) {
        if (chunkIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), chunkIds.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** A new chunk with the id that it has or gets. */
    public record Identified(UUID id, NewChunk chunk) {}

    /**
     * A chunk as it is stored.
     *
     * @param contentHash SHA-256
     * @param serving whether it is in the indexes; one that is disabled is not
     */
    public record StoredChunk(UUID id, byte[] contentHash, boolean serving) {}

    private static UUID[] ids(List<Identified> chunks) {
        return chunks.stream().map(Identified::id).toArray(UUID[]::new);
    }

    private static <T> T[] column(
            List<Identified> chunks,
            java.util.function.IntFunction<T[]> array,
            java.util.function.Function<NewChunk, T> value) {
        return chunks.stream().map(Identified::chunk).map(value).toArray(array);
    }
}
