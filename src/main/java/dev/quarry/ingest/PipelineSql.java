package dev.quarry.ingest;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the pipeline reads and writes of documents. */
final class PipelineSql {
    static final String DUE = """
            select tenant_id, id
            from documents
            where status <> 'ready' and next_attempt_at <= now()
            order by next_attempt_at, tenant_id, id
            limit $1
            """;

    private static final String START = """
            update documents
            set status = 'indexing', claimed_by = $3, claimed_at = now()
            where tenant_id = $1 and id = $2 and status <> 'ready' and ($4 or next_attempt_at <= now())
            returning version
            """;

    private static final String CLAIM = """
            update documents
            set claimed_by = $3, claimed_at = now()
            where tenant_id = $1 and id = $2
            returning version
            """;

    private static final String RELEASE = """
            update documents
            set claimed_by = null, claimed_at = null
            where tenant_id = $1 and id = $2 and claimed_by is not null
            """;

    private static final String HOLD_VERSION =
            "select 1 from documents where tenant_id = $1 and id = $2 and version = $3 for no key update";

    private static final String FINISH = """
            update documents
            set status = 'ready', attempts = 0, error = null, indexed_at = now(), claimed_by = null, claimed_at = null
            where tenant_id = $1 and id = $2 and version = $3
            """;

    private static final String FAIL = """
            update documents
            set status = 'failed', attempts = attempts + 1, error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = now() + least($6::bigint, $5::bigint * (2 ^ least(attempts, 20))::bigint) * interval '1 ms'
            where tenant_id = $1 and id = $2 and version = $3
            """;

    private static final String POSTPONE = """
            update documents
            set status = 'pending', error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = now() + $5::bigint * interval '1 ms'
            where tenant_id = $1 and id = $2 and version = $3
            """;

    private PipelineSql() {}

    /** Documents whose turn it is, of any tenant, the longest waiting first. */
    static Uni<List<Unfinished>> due(SqlConnection connection, int limit) {
        return connection.preparedQuery(DUE).execute(Tuple.of(limit)).map(rows -> {
            List<Unfinished> due = new ArrayList<>(rows.size());
            for (Row row : rows) {
                due.add(new Unfinished(new TenantId(row.getInteger("tenant_id")), row.getUUID("id")));
            }
            return due;
        });
    }

    /** Marks the document as being worked on by {@code worker}; nothing when it is finished or gone by now. */
    static Uni<Optional<Version>> start(SqlConnection connection, Unfinished document, Turn turn, String worker) {
        return version(
                connection,
                START,
                Tuple.of(document.tenant().value(), document.documentId(), worker, turn == Turn.AT_ONCE));
    }

    /** As {@link #start}, of a document in any state, which it keeps; nothing when it is gone by now. */
    static Uni<Optional<Version>> claim(SqlConnection connection, Unfinished document, String worker) {
        return version(connection, CLAIM, Tuple.of(document.tenant().value(), document.documentId(), worker));
    }

    private static Uni<Optional<Version>> version(SqlConnection connection, String sql, Tuple values) {
        return connection
                .preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Version(rows.iterator().next().getInteger("version"))));
    }

    /** Nobody works on the document any more. */
    static Uni<Void> release(SqlConnection connection, Unfinished document) {
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(document.tenant().value(), document.documentId()))
                .replaceWithVoid();
    }

    /** Chunks of the document without a vector in the space, by position, after {@code position}. */
    static Uni<List<MissingChunk>> missing(
            SqlConnection connection, Unfinished document, String vectorTable, int position, int limit) {
        String sql = """
                select c.id, c.position, chunk_context(d.title, c.heading_path) as context, c.content
                from document_chunks c
                join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
                where c.tenant_id = $1 and c.document_id = $2 and c.position > $3
                  and not exists (select from %s v where v.tenant_id = c.tenant_id and v.chunk_id = c.id)
                order by c.position
                limit $4
                """.formatted(vectorTable);
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(document.tenant().value(), document.documentId(), position, limit))
                .map(rows -> {
                    List<MissingChunk> missing = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        missing.add(new MissingChunk(
                                row.getUUID("id"),
                                row.getInteger("position"),
                                row.getString("context"),
                                row.getString("content")));
                    }
                    return missing;
                });
    }

    /** @return whether the document still has that version; if so nobody changes it until the transaction ends */
    static Uni<Boolean> holdVersion(SqlConnection connection, Unfinished document, Version version) {
        return connection
                .preparedQuery(HOLD_VERSION)
                .execute(Tuple.of(document.tenant().value(), document.documentId(), version.number()))
                .map(rows -> rows.size() == 1);
    }

    /** Makes it ready, unless it has changed meanwhile and is still to be done. */
    static Uni<Void> finish(SqlConnection connection, Unfinished document, Version version) {
        return connection
                .preparedQuery(FINISH)
                .execute(Tuple.of(document.tenant().value(), document.documentId(), version.number()))
                .replaceWithVoid();
    }

    /** Notes why it failed and when it is tried again: {@code first}, doubled for each attempt, up to {@code longest}. */
    static Uni<Void> fail(
            SqlConnection connection,
            Unfinished document,
            Version version,
            String error,
            Duration first,
            Duration longest) {
        return connection
                .preparedQuery(FAIL)
                .execute(Tuple.of(
                        document.tenant().value(),
                        document.documentId(),
                        version.number(),
                        error,
                        first.toMillis(),
                        longest.toMillis()))
                .replaceWithVoid();
    }

    /** Notes why it is not done yet and when it is its turn again: it is not the document's fault and counts as no attempt. */
    static Uni<Void> postpone(
            SqlConnection connection, Unfinished document, Version version, String reason, Duration after) {
        return connection
                .preparedQuery(POSTPONE)
                .execute(Tuple.of(
                        document.tenant().value(), document.documentId(), version.number(), reason, after.toMillis()))
                .replaceWithVoid();
    }

    /** The state of a document that is being embedded. */
    record Version(int number) {}

    /** A chunk to embed: what it is about, and what it says. */
    record MissingChunk(UUID id, int position, String context, String content) {}
}
