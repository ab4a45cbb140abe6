package dev.quarry.document;

import dev.quarry.postgres.LockNamespace;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code documents} and {@code document_sources}. */
final class DocumentSql {
    private static final String INSERT = """
            with stored as (
              insert into documents (
                tenant_id, id, external_id, title, source_uri, language, metadata, chunking_strategy, chunking_size,
                chunking_overlap, content_hash)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
              on conflict (tenant_id, external_id) do nothing
              returning tenant_id, id
            )
            insert into document_sources (tenant_id, document_id, content)
            select tenant_id, id, $12 from stored
            """;

    private static final String UPDATE = """
            with stored as (
              update documents
              set external_id = $3, title = $4, source_uri = $5, language = $6, metadata = $7, chunking_strategy = $8, chunking_size = $9,
                  chunking_overlap = $10, content_hash = $11, version = version + 1, status = 'pending', attempts = 0,
                  worker_deaths = 0, error = null, next_attempt_at = now(), updated_at = now()
              where tenant_id = $1 and id = $2
              returning tenant_id, id
            )
            update document_sources s
            set content = $12
            from stored
            where s.tenant_id = stored.tenant_id and s.document_id = stored.id
            """;

    private static final String UPDATE_FIELDS = """
            update documents
            set source_uri = $3, metadata = $4, external_id = $5, updated_at = now()
            where tenant_id = $1 and id = $2
              and (source_uri is distinct from $3 or metadata <> $4 or external_id is distinct from $5)
            """;

    /** Whoever stores the same content at the same time waits here until the transaction ends. */
    private static final String LOCK_CONTENT = "select pg_advisory_xact_lock(hashtext($1), hashtext($2))";

    private static final String SAME = """
            select id
            from documents
            where tenant_id = $1 and content_hash = $2 and external_id is null and metadata = $3
              and source_uri is not distinct from $4
            order by created_at, id
            limit 1
            for update
            """;

    private static final String LOCK_BY_EXTERNAL_ID = """
            select id, title, language, chunking_strategy, chunking_size, chunking_overlap, content_hash
            from documents
            where tenant_id = $1 and external_id = $2
            for update
            """;

    private static final String LOCK = """
            select id, title, language, chunking_strategy, chunking_size, chunking_overlap, content_hash
            from documents
            where tenant_id = $1 and id = $2
            for update
            """;

    /** Of {@code documents d}: what {@link #document} reads. */
    static final String COLUMNS = """
            d.id, d.external_id, d.title, d.source_uri, d.language, d.metadata, d.chunking_strategy, d.version,
                   d.status, d.attempts, d.error, d.created_at, d.updated_at, d.indexed_at,
                   (select count(*) from document_chunks c
                    where c.tenant_id = d.tenant_id and c.document_id = d.id)::integer as total_chunks,
                   :rechunking as rechunking
            """.replace(":rechunking", Rechunking.COLUMN);

    private static final String FIND = "select " + COLUMNS + """
            from documents d
            where d.tenant_id = $1 and d.id = $2
            """;

    private static final String SOURCE = "select " + COLUMNS + """
                   , d.chunking_size, d.chunking_overlap, s.content
            from documents d
            join document_sources s on s.tenant_id = d.tenant_id and s.document_id = d.id
            where d.tenant_id = $1 and d.id = $2
            """;

    private static final String DELETE = "delete from documents where tenant_id = $1 and id = any ($2)";

    private static final String WAKE = "select pg_notify($1, $2)";

    private DocumentSql() {}

    /** @return whether it was stored; false when another document has its external id by now */
    static Uni<Boolean> insert(SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft) {
        return connection
                .preparedQuery(INSERT)
                .execute(values(tenant, id, draft))
                .map(stored -> stored.rowCount() == 1);
    }

    static Uni<Void> update(SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft) {
        return connection
                .preparedQuery(UPDATE)
                .execute(values(tenant, id, draft))
                .replaceWithVoid();
    }

    /** Brings up to date what no chunk depends on. @return whether anything was out of date */
    static Uni<Boolean> updateFields(SqlConnection connection, TenantId tenant, UUID id, DocumentFields fields) {
        return connection
                .preparedQuery(UPDATE_FIELDS)
                .execute(Tuple.of(tenant.value(), id, fields.sourceUri(), fields.metadata(), fields.externalId()))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * The document without an external id that is the same in all that was handed in. From here to the end of the transaction
     * nobody else stores such a one.
     */
    static Uni<Optional<UUID>> lockSame(SqlConnection connection, TenantId tenant, DocumentDraft draft) {
        byte[] hash = draft.contentHash();
        String subject = tenant.value() + " " + HexFormat.of().formatHex(hash);
        return connection
                .preparedQuery(LOCK_CONTENT)
                .execute(Tuple.of(LockNamespace.CONTENT.key(), subject))
                .chain(() -> connection
                        .preparedQuery(SAME)
                        .execute(Tuple.of(tenant.value(), Buffer.buffer(hash), draft.metadata(), draft.sourceUri())))
                .map(rows -> first(rows).map(row -> row.getUUID("id")));
    }

    /** The document with that external id, held against other writers until the transaction ends. */
    static Uni<Optional<Known>> lockByExternalId(SqlConnection connection, TenantId tenant, String externalId) {
        return connection
                .preparedQuery(LOCK_BY_EXTERNAL_ID)
                .execute(Tuple.of(tenant.value(), externalId))
                .map(DocumentSql::known);
    }

    /** The document, held against other writers until the transaction ends. */
    static Uni<Optional<Known>> lock(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(tenant.value(), id))
                .map(DocumentSql::known);
    }

    /** The document with all that it was made of. */
    static Uni<Optional<DocumentSource>> source(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(SOURCE)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> first(rows).map(DocumentSql::source));
    }

    static Uni<Optional<Document>> find(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> first(rows).map(DocumentSql::document));
    }

    /** Deletes documents with their sources, chunks and embeddings. Take them out of the lexical index first. */
    static Uni<Void> delete(SqlConnection connection, TenantId tenant, List<UUID> ids) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** Tells the watchers, once the transaction commits, that there is work. */
    static Uni<Void> wakeWatchers(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(WAKE)
                .execute(Tuple.of(Documents.CHANNEL, id.toString()))
                .replaceWithVoid();
    }

    /** What tells whether a known document has changed. */
    record Known(
            UUID id,
            String title,
            String language,
            String chunkingStrategy,
            int chunkingSize,
            int chunkingOverlap,
            byte[] contentHash) {

        /** Whether the draft has the same title, content and language, and asks for no other chunking. */
        boolean isSameAs(DocumentDraft draft) {
            return Arrays.equals(
                    contentHash,
                    draft.chunkingIsAsked()
                            ? draft.contentHash()
                            : draft.contentHash(chunkingStrategy, chunkingSize, chunkingOverlap));
        }
    }

    private static Tuple values(TenantId tenant, UUID id, DocumentDraft draft) {
        return Tuple.from(Arrays.asList(
                tenant.value(),
                id,
                draft.externalId(),
                draft.title(),
                draft.sourceUri(),
                draft.language().code(),
                draft.metadata(),
                draft.chunking().strategy().label(),
                draft.chunking().size().tokens(),
                draft.chunking().size().overlap(),
                Buffer.buffer(draft.contentHash()),
                draft.content()));
    }

    private static Optional<Known> known(RowSet<Row> rows) {
        return first(rows)
                .map(row -> new Known(
                        row.getUUID("id"),
                        row.getString("title"),
                        row.getString("language"),
                        row.getString("chunking_strategy"),
                        row.getInteger("chunking_size"),
                        row.getInteger("chunking_overlap"),
                        row.getBuffer("content_hash").getBytes()));
    }

    static DocumentSource source(Row row) {
        return new DocumentSource(
                document(row),
                row.getString("content"),
                row.getInteger("chunking_size"),
                row.getInteger("chunking_overlap"));
    }

    static Document document(Row row) {
        return new Document(
                row.getUUID("id"),
                row.getString("external_id"),
                row.getString("title"),
                row.getString("source_uri"),
                row.getString("language"),
                row.getJsonObject("metadata"),
                row.getString("chunking_strategy"),
                row.getInteger("version"),
                Document.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getInteger("total_chunks"),
                row.getInteger("attempts"),
                row.getString("error"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"),
                row.getOffsetDateTime("indexed_at"),
                Rechunking.of(row.getJsonObject("rechunking")));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
