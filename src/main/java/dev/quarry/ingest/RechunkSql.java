package dev.quarry.ingest;

import dev.quarry.chunk.ChunkSize;
import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.document.ContentHash;
import dev.quarry.document.Language;
import dev.quarry.ingest.PipelineSql.Backoff;
import dev.quarry.ingest.Portion.Due;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Documents that are to be cut in another way: the worker's side of it. Table names come from a space, never from a caller. */
final class RechunkSql {
    /** What is embedded as it is comes first: its chunks are not to wait for those that will take their place. */
    static final String DUE = """
            select r.tenant_id, r.document_id, r.next_attempt_at
            from rechunkings r
            join documents d on d.tenant_id = r.tenant_id and d.id = r.document_id
            where r.next_attempt_at <= now() and (r.next_attempt_at, r.tenant_id, r.document_id) > ($1, $2, $3)
              and d.version = r.document_version and d.status in ('ready', 'failed')
            order by r.next_attempt_at, r.tenant_id, r.document_id
            limit $4
            """;

    /** What is cancelled is not looked at again, and what was made for it goes. */
    private static final String SETTLE_CANCELLED = """
            with held as (
              select r.tenant_id, r.document_id
              from rechunkings r
              join documents d on d.tenant_id = r.tenant_id and d.id = r.document_id
              where r.next_attempt_at < 'infinity' and d.version <> r.document_version
              order by r.tenant_id, r.document_id
              limit $1
              for update of r skip locked
            ), settled as (
              update rechunkings r
              set next_attempt_at = 'infinity', error = 'the document was changed after it was asked for'
              from held
              where r.tenant_id = held.tenant_id and r.document_id = held.document_id
            )
            delete from rechunking_vectors v
            using held
            where v.tenant_id = held.tenant_id and v.document_id = held.document_id
            """;

    private static final String ASKED = """
            select r.id, r.chunking_strategy, r.chunking_size, r.chunking_overlap, d.version, d.title, d.language, s.content
            from rechunkings r
            join documents d on d.tenant_id = r.tenant_id and d.id = r.document_id
            join document_sources s on s.tenant_id = r.tenant_id and s.document_id = r.document_id
            where r.tenant_id = $1 and r.document_id = $2 and r.document_version = $3 and d.version = $3
              and r.next_attempt_at <= now()
            """;

    private static final String CONTEXTS =
            "select path, chunk_context($1, path) as context from unnest($2::text[]) as path";

    private static final String HOLD = """
            select id
            from rechunkings
            where tenant_id = $1 and document_id = $2 and id = $3
            for update
            """;

    private static final String PROGRESS = """
            update rechunkings
            set chunks = $4, prepared = $5, error = null
            where tenant_id = $1 and document_id = $2 and id = $3
            """;

    private static final String FAIL = """
            update rechunkings
            set attempts = attempts + 1, error = left($4, 1000),
                next_attempt_at = now() + least($6::bigint, $5::bigint * (2 ^ least(attempts, 20))::bigint) * interval '1 ms'
            where tenant_id = $1 and document_id = $2 and id = $3
            """;

    private static final String POSTPONE = """
            update rechunkings
            set error = left($4, 1000), next_attempt_at = now() + $5::bigint * interval '1 ms'
            where tenant_id = $1 and document_id = $2 and id = $3
            """;

    /** Held until the commit: the switch to another space comes before, and is seen, or after, and is swept. */
    private static final String IS_SEARCHED = """
            select state = 'active' or not exists (select from embedding_spaces where state = 'active') as searched
            from embedding_spaces
            where id = $1
            for share
            """;

    private static final String REMOVE = "delete from rechunkings where tenant_id = $1 and document_id = $2";

    private RechunkSql() {}

    /**
     * What was asked for, and all that is needed to do it.
     *
     * @param id of the request
     * @param version the document's
     */
    record Asked(
            UUID id,
            TenantId tenant,
            UUID documentId,
            int version,
            String title,
            Language language,
            String content,
            ChunkingPlan plan) {}

    /** Documents to be cut in another way, of any tenant, the longest waiting first, after {@code after}. */
    static Uni<List<Due>> due(SqlConnection connection, Due after, int limit) {
        Unfinished last = after.document();
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(after.since(), last.tenant().value(), last.documentId(), limit))
                .map(rows -> {
                    List<Due> due = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        due.add(new Due(
                                new Unfinished(new TenantId(row.getInteger("tenant_id")), row.getUUID("document_id")),
                                row.getOffsetDateTime("next_attempt_at"),
                                0,
                                false));
                    }
                    return due;
                });
    }

    /** Notes of requests that their documents' changes have cancelled that they are, at most so many. */
    static Uni<Void> settleCancelled(SqlConnection connection, int limit) {
        return connection
                .preparedQuery(SETTLE_CANCELLED)
                .execute(Tuple.of(limit))
                .replaceWithVoid();
    }

    /** What was asked of the document in the version that is claimed; nothing when that is done, taken back or not due. */
    static Uni<Optional<Asked>> asked(SqlConnection connection, TenantId tenant, UUID documentId, int version) {
        return connection
                .preparedQuery(ASKED)
                .execute(Tuple.of(tenant.value(), documentId, version))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(asked(rows.iterator().next(), tenant, documentId)));
    }

    /** What is embedded before a chunk's content, by its heading path. */
    static Uni<Map<String, String>> contexts(SqlConnection connection, String title, Collection<String> headingPaths) {
        return connection
                .preparedQuery(CONTEXTS)
                .execute(Tuple.of(title, headingPaths.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, String> contexts = new HashMap<>();
                    rows.forEach(row -> contexts.put(row.getString("path"), row.getString("context")));
                    return contexts;
                });
    }

    /** Those of the chunks that serve and have no vector. */
    static Uni<Set<UUID>> lacking(
            SqlConnection connection, TenantId tenant, Collection<UUID> chunkIds, String vectorTable) {
        String sql = """
                select c.id
                from document_chunks c
                where c.tenant_id = $1 and c.id = any ($2) and c.state = 'serving'
                  and not exists (select from %s v where v.tenant_id = c.tenant_id and v.chunk_id = c.id)
                """.formatted(vectorTable);
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), chunkIds.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> lacking = new HashSet<>();
                    rows.forEach(row -> lacking.add(row.getUUID("id")));
                    return lacking;
                });
    }

    /** @return whether it is still asked for; then it is until the transaction ends */
    static Uni<Boolean> hold(SqlConnection connection, Asked asked) {
        return connection.preparedQuery(HOLD).execute(key(asked)).map(rows -> rows.size() == 1);
    }

    /** Notes how far it is. @return whether it is still asked for */
    static Uni<Boolean> progress(SqlConnection connection, Asked asked, int chunks, int prepared) {
        return connection
                .preparedQuery(PROGRESS)
                .execute(key(asked).addInteger(chunks).addInteger(prepared))
                .map(updated -> updated.rowCount() == 1);
    }

    /** Notes why it failed and when it is tried again. */
    static Uni<Void> fail(SqlConnection connection, Asked asked, String error, Backoff backoff) {
        Tuple values = key(asked)
                .addString(error)
                .addLong(backoff.first().toMillis())
                .addLong(backoff.longest().toMillis());
        return connection.preparedQuery(FAIL).execute(values).replaceWithVoid();
    }

    /** Notes why it is not done yet: that counts as no attempt. */
    static Uni<Void> postpone(SqlConnection connection, Asked asked, String reason, Duration after) {
        return connection
                .preparedQuery(POSTPONE)
                .execute(key(asked).addString(reason).addLong(after.toMillis()))
                .replaceWithVoid();
    }

    /** Whether searches go to that space, which stays so until the transaction ends. */
    static Uni<Boolean> isSearched(SqlConnection connection, int spaceId) {
        return connection
                .preparedQuery(IS_SEARCHED)
                .execute(Tuple.of(spaceId))
                .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("searched"));
    }

    /**
     * The document is cut in that way from now on, and ready.
     *
     * @return whether it is; false, and nothing is changed, where a chunk that serves has no vector in the space
     */
    static Uni<Boolean> finish(SqlConnection connection, Asked asked, String vectorTable) {
        ChunkSize size = asked.plan().size();
        String strategy = asked.plan().strategy().label();
        byte[] hash = ContentHash.of(
                asked.title(), asked.content(), asked.language(), strategy, size.tokens(), size.overlap());
        return connection
                .preparedQuery(finishSql(vectorTable))
                .execute(Tuple.of(asked.tenant().value(), asked.documentId())
                        .addString(strategy)
                        .addInteger(size.tokens())
                        .addInteger(size.overlap())
                        .addValue(Buffer.buffer(hash)))
                .map(updated -> updated.rowCount() == 1);
    }

    private static String finishSql(String vectorTable) {
        return """
                update documents d
                set chunking_strategy = $3, chunking_size = $4, chunking_overlap = $5, content_hash = $6,
                    version = version + 1, updated_at = now(), status = 'ready', indexed_at = now(), attempts = 0,
                    worker_deaths = 0, error = null, claimed_by = null, claimed_at = null
                where tenant_id = $1 and id = $2 and not exists (
                  select from document_chunks c
                  where c.tenant_id = d.tenant_id and c.document_id = d.id and c.state = 'serving'
                    and not exists (select from %s v where v.tenant_id = c.tenant_id and v.chunk_id = c.id))
                """.formatted(vectorTable);
    }

    /** It is done; with it go the vectors that waited. */
    static Uni<Void> remove(SqlConnection connection, Asked asked) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(asked.tenant().value(), asked.documentId()))
                .replaceWithVoid();
    }

    private static Tuple key(Asked asked) {
        return Tuple.of(asked.tenant().value(), asked.documentId(), asked.id());
    }

    private static Asked asked(Row row, TenantId tenant, UUID documentId) {
        return new Asked(
                row.getUUID("id"),
                tenant,
                documentId,
                row.getInteger("version"),
                row.getString("title"),
                new Language(row.getString("language")),
                row.getString("content"),
                new ChunkingPlan(
                        ChunkingStrategy.labelled(row.getString("chunking_strategy"))
                                .orElseThrow(),
                        new ChunkSize(row.getInteger("chunking_size"), row.getInteger("chunking_overlap"))));
    }
}
