package dev.quarry.explorer;

import dev.quarry.explorer.ChunkRow.Slice;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Reads and writes the rows of chunks that are changed, while their document is held. */
final class ChunkEditSql {
    private static final String HOLD_DOCUMENT = "select id from documents where tenant_id = $1 and id = $2 for update";

    private static final String HOLD_DOCUMENT_OF = """
            select id
            from documents
            where tenant_id = $1 and id = (select document_id from document_chunks where tenant_id = $1 and id = $2)
            for update
            """;

    private static final String ROW = """
            select id, position, content, token_count, chunking_strategy, start_offset, end_offset, heading_path, page, state, origin,
                   version, created_at
            from document_chunks
            """;

    private static final String BY_ID = ROW + """
            where tenant_id = $1 and document_id = $2 and id = any ($3)
            order by position
            """;

    private static final String BY_POSITION = ROW + """
            where tenant_id = $1 and document_id = $2 and position = $3
            """;

    private static final String STRETCH = """
            select substr(content, $3::integer + 1, $4::integer - $3::integer) as stretch
            from document_sources
            where tenant_id = $1 and document_id = $2
            """;

    private static final String SAME = """
            select id
            from document_chunks
            where tenant_id = $1 and document_id = $2 and content = any ($3::text[]) and id <> all ($4::uuid[])
            limit 1
            """;

    private static final String MOVE_BEHIND = """
            update document_chunks
            set position = position + $4
            where tenant_id = $1 and document_id = $2 and position > $3
            """;

    private static final String INSERT = """
            insert into document_chunks (
              tenant_id, document_id, id, position, content, chunk_size, token_count, chunking_strategy, start_offset,
              end_offset, heading_path, content_hash, state, origin, version, created_at, page)
            select $1, $2, c.id, c.position, c.content, length(c.content), c.token_count, c.chunking_strategy, c.start_offset,
                   c.end_offset, c.heading_path, c.content_hash, c.state, c.origin, c.version, c.created_at,
                   case when c.page is null or c.start_offset is null then c.page else (
                     select 1 + c.start_offset - length(replace(substr(s.content, 1, c.start_offset), E'\f', ''))
                     from document_sources s
                     where s.tenant_id = $1 and s.document_id = $2
                   ) end
            from unnest($3::uuid[], $4::integer[], $5::text[], $6::integer[], $7::text[], $8::integer[], $9::integer[],
                        $10::text[], $11::bytea[], $12::text[], $13::text[], $14::integer[], $15::timestamptz[],
                        $16::integer[])
              as c (id, position, content, token_count, chunking_strategy, start_offset, end_offset, heading_path,
                    content_hash, state, origin, version, created_at, page)
            """;

    /** As new content does: a worker that embeds the document now is refused when it writes. */
    private static final String OUTDATE = """
            update documents
            set version = version + 1, status = 'pending', attempts = 0, worker_deaths = 0, error = null,
                next_attempt_at = now(), updated_at = now()
            where tenant_id = $1 and id = $2
            """;

    private static final String NEXT = """
            select coalesce(max(position), -1) + 1 as position, now() as now
            from document_chunks
            where tenant_id = $1 and document_id = $2
            """;

    private static final String WAKE = "select pg_notify($1, $2)";

    private ChunkEditSql() {}

    /** @return whether it is there; then nobody else changes it or its chunks until the transaction ends */
    static Uni<Boolean> holdDocument(SqlConnection connection, TenantId tenant, UUID documentId) {
        return connection
                .preparedQuery(HOLD_DOCUMENT)
                .execute(Tuple.of(tenant.value(), documentId))
                .map(rows -> rows.size() == 1);
    }

    /** The chunk's document, which nobody else changes until the transaction ends; nothing when the chunk is not there. */
    static Uni<Optional<UUID>> holdDocumentOf(SqlConnection connection, TenantId tenant, UUID chunkId) {
        return connection
                .preparedQuery(HOLD_DOCUMENT_OF)
                .execute(Tuple.of(tenant.value(), chunkId))
                .map(rows -> first(rows, row -> row.getUUID("id")));
    }

    /** Those of the chunks that are the document's, by position. */
    static Uni<List<ChunkRow>> rows(SqlConnection connection, TenantId tenant, UUID documentId, List<UUID> chunkIds) {
        return connection
                .preparedQuery(BY_ID)
                .execute(Tuple.of(tenant.value(), documentId, chunkIds.toArray(UUID[]::new)))
                .map(rows -> {
                    List<ChunkRow> chunks = new ArrayList<>(rows.size());
                    rows.forEach(row -> chunks.add(chunk(row)));
                    return chunks;
                });
    }

    static Uni<Optional<ChunkRow>> at(SqlConnection connection, TenantId tenant, UUID documentId, int position) {
        return connection
                .preparedQuery(BY_POSITION)
                .execute(Tuple.of(tenant.value(), documentId, position))
                .map(rows -> first(rows, ChunkEditSql::chunk));
    }

    /** What the document's source says there. */
    static Uni<String> stretch(SqlConnection connection, TenantId tenant, UUID documentId, Slice slice) {
        return connection
                .preparedQuery(STRETCH)
                .execute(Tuple.of(tenant.value(), documentId, slice.start(), slice.end()))
                .map(rows -> rows.iterator().next().getString("stretch"));
    }

    /** A chunk of the document that says one of those things, other than those chunks. */
    static Uni<Optional<UUID>> same(
            SqlConnection connection, TenantId tenant, UUID documentId, List<String> contents, List<UUID> others) {
        return connection
                .preparedQuery(SAME)
                .execute(Tuple.of(
                        tenant.value(), documentId, contents.toArray(String[]::new), others.toArray(UUID[]::new)))
                .map(rows -> first(rows, row -> row.getUUID("id")));
    }

    /** Gives way to chunks that are new, or closes up to those that are gone. */
    static Uni<Void> moveBehind(SqlConnection connection, TenantId tenant, UUID documentId, int position, int by) {
        return connection
                .preparedQuery(MOVE_BEHIND)
                .execute(Tuple.of(tenant.value(), documentId, position, by))
                .replaceWithVoid();
    }

    static Uni<Void> insert(SqlConnection connection, TenantId tenant, UUID documentId, List<ChunkRow> chunks) {
        if (chunks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.of(tenant.value(), documentId)
                .addArrayOfUUID(column(chunks, UUID[]::new, ChunkRow::id))
                .addArrayOfInteger(column(chunks, Integer[]::new, ChunkRow::position))
                .addArrayOfString(column(chunks, String[]::new, ChunkRow::content))
                .addArrayOfInteger(column(chunks, Integer[]::new, ChunkRow::tokens))
                .addArrayOfString(column(chunks, String[]::new, ChunkRow::strategy))
                .addArrayOfInteger(starts(chunks))
                .addArrayOfInteger(ends(chunks))
                .addArrayOfString(column(chunks, String[]::new, ChunkRow::headingPath))
                .addValue(column(chunks, Buffer[]::new, chunk -> Buffer.buffer(chunk.contentHash())))
                .addArrayOfString(column(chunks, String[]::new, chunk -> name(chunk.state())))
                .addArrayOfString(column(chunks, String[]::new, chunk -> name(chunk.origin())))
                .addArrayOfInteger(column(chunks, Integer[]::new, ChunkRow::version))
                .addArrayOfOffsetDateTime(column(chunks, OffsetDateTime[]::new, ChunkRow::createdAt))
                .addArrayOfInteger(column(chunks, Integer[]::new, ChunkRow::page));
        return connection.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    /** The document is to be embedded again, as far as vectors are missing. */
    static Uni<Void> outdate(SqlConnection connection, TenantId tenant, UUID documentId) {
        return connection
                .preparedQuery(OUTDATE)
                .execute(Tuple.of(tenant.value(), documentId))
                .replaceWithVoid();
    }

    /** The place behind the document's last chunk, and the transaction's time. */
    static Uni<Next> next(SqlConnection connection, TenantId tenant, UUID documentId) {
        return connection
                .preparedQuery(NEXT)
                .execute(Tuple.of(tenant.value(), documentId))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Next(row.getInteger("position"), row.getOffsetDateTime("now"));
                });
    }

    /** Where and when a chunk may be added. */
    record Next(int position, OffsetDateTime now) {}

    /** Tells whoever listens there, once the transaction commits. */
    static Uni<Void> wake(SqlConnection connection, String channel, UUID documentId) {
        return connection
                .preparedQuery(WAKE)
                .execute(Tuple.of(channel, documentId.toString()))
                .replaceWithVoid();
    }

    private static Integer[] starts(List<ChunkRow> chunks) {
        return Arrays.stream(column(chunks, Slice[]::new, ChunkRow::source))
                .map(slice -> slice == null ? null : slice.start())
                .toArray(Integer[]::new);
    }

    private static Integer[] ends(List<ChunkRow> chunks) {
        return Arrays.stream(column(chunks, Slice[]::new, ChunkRow::source))
                .map(slice -> slice == null ? null : slice.end())
                .toArray(Integer[]::new);
    }

    private static <T> T[] column(List<ChunkRow> chunks, IntFunction<T[]> array, Function<ChunkRow, T> value) {
        return chunks.stream().map(value).toArray(array);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ChunkRow chunk(Row row) {
        Integer start = row.getInteger("start_offset");
        return new ChunkRow(
                row.getUUID("id"),
                row.getInteger("position"),
                row.getString("content"),
                row.getInteger("token_count"),
                row.getString("chunking_strategy"),
                start == null ? null : new Slice(start, row.getInteger("end_offset")),
                row.getString("heading_path"),
                row.getInteger("page"),
                ChunkState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                ChunkOrigin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
                row.getInteger("version"),
                row.getOffsetDateTime("created_at"));
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> of) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(of.apply(rows.iterator().next()));
    }
}
