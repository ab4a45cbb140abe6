package dev.quarry.ingest;

import dev.quarry.ingest.Portion.Due;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the pipeline reads and writes of documents. */
final class PipelineSql {
    static final String DUE = """
            select tenant_id, id,
                   (select count(*) from (
                      select from document_chunks c where c.tenant_id = d.tenant_id and c.document_id = d.id limit $2
                    ) as counted) as chunks
            from documents d
            where status <> 'ready' and next_attempt_at <= now()
            order by next_attempt_at, tenant_id, id
            limit $1
            """;

    /** Rows are locked in one order, here and below, so that no two workers wait for each other. */
    private static final String START = """
            with held as (
              select id
              from documents
              where tenant_id = $1 and id = any ($2) and status <> 'ready' and ($4 or next_attempt_at <= now())
              order by id
              for no key update
            )
            update documents d
            set status = 'indexing', claimed_by = $3, claimed_at = now()
            from held
            where d.tenant_id = $1 and d.id = held.id
            returning d.id, d.version
            """;

    private static final String CLAIM = """
            update documents
            set claimed_by = $3, claimed_at = now()
            where tenant_id = $1 and id = any ($2)
            returning id, version
            """;

    private static final String RELEASE = """
            update documents
            set claimed_by = null, claimed_at = null
            where tenant_id = $1 and id = any ($2) and claimed_by is not null
            """;

    private static final String HOLD = """
            select d.id
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            join documents d on d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version
            order by d.id
            for no key update of d
            """;

    private static final String FINISH = """
            update documents d
            set status = 'ready', attempts = 0, error = null, indexed_at = now(), claimed_by = null, claimed_at = null
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version
            """;

    private static final String FAIL = """
            update documents d
            set status = 'failed', attempts = attempts + 1, error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = now() + least($6::bigint, $5::bigint * (2 ^ least(attempts, 20))::bigint) * interval '1 ms'
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version and d.status = 'indexing'
            """;

    private static final String POSTPONE = """
            update documents d
            set status = 'pending', error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = now() + $5::bigint * interval '1 ms'
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version and d.status = 'indexing'
            """;

    private PipelineSql() {}

    /**
     * Documents whose turn it is, of any tenant, the longest waiting first.
     *
     * @param chunks of each document no more are counted
     */
    static Uni<List<Due>> due(SqlConnection connection, int limit, int chunks) {
        return connection.preparedQuery(DUE).execute(Tuple.of(limit, chunks)).map(rows -> {
            List<Due> due = new ArrayList<>(rows.size());
            for (Row row : rows) {
                Unfinished document = new Unfinished(new TenantId(row.getInteger("tenant_id")), row.getUUID("id"));
                due.add(new Due(document, row.getInteger("chunks")));
            }
            return due;
        });
    }

    /** Marks the documents as being worked on by {@code worker}; leaves out one that is finished or gone by now. */
    static Uni<Map<UUID, Integer>> start(SqlConnection connection, Portion portion, Turn turn, String worker) {
        return versions(
                connection,
                START,
                Tuple.of(portion.tenant().value(), ids(portion.documentIds()), worker, turn == Turn.AT_ONCE));
    }

    /** As {@link #start}, of documents in any state, which they keep; leaves out one that is gone by now. */
    static Uni<Map<UUID, Integer>> claim(SqlConnection connection, Portion portion, String worker) {
        return versions(connection, CLAIM, Tuple.of(portion.tenant().value(), ids(portion.documentIds()), worker));
    }

    private static Uni<Map<UUID, Integer>> versions(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).map(rows -> {
            Map<UUID, Integer> versions = new LinkedHashMap<>();
            for (Row row : rows) {
                versions.put(row.getUUID("id"), row.getInteger("version"));
            }
            return versions;
        });
    }

    /** Nobody works on the documents any more. */
    static Uni<Void> release(SqlConnection connection, ClaimedDocuments claimed) {
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(claimed.tenant().value(), ids(claimed.ids())))
                .replaceWithVoid();
    }

    /**
     * Chunks without a vector in the space, document by document in the order given, by position.
     *
     * @param position of the first document, chunks after this one only
     */
    static Uni<List<MissingChunk>> missing(
            SqlConnection connection, Portion documents, String vectorTable, int position, int limit) {
        return connection
                .preparedQuery(missing(vectorTable))
                .execute(Tuple.of(documents.tenant().value(), ids(documents.documentIds()), position, limit))
                .map(rows -> {
                    List<MissingChunk> missing = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        missing.add(new MissingChunk(
                                row.getUUID("document_id"),
                                row.getUUID("id"),
                                row.getInteger("position"),
                                row.getString("context"),
                                row.getString("content")));
                    }
                    return missing;
                });
    }

    /** Each document has a walk of its own through its chunks, which ends with the batch. */
    static String missing(String vectorTable) {
        return """
                select asked.id as document_id, chunk.id, chunk.position, chunk.context, chunk.content
                from unnest($2::uuid[]) with ordinality as asked (id, turn)
                cross join lateral (
                  select c.id, c.position, chunk_context(d.title, c.heading_path) as context, c.content
                  from document_chunks c
                  join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
                  where c.tenant_id = $1 and c.document_id = asked.id
                    and c.position > case asked.turn when 1 then $3::integer else -1 end
                    and not exists (select from %s v where v.tenant_id = c.tenant_id and v.chunk_id = c.id)
                  order by c.position
                  limit $4
                ) as chunk
                order by asked.turn, chunk.position
                limit $4
                """.formatted(vectorTable);
    }

    /** @return those that still have that version; nobody changes these until the transaction ends */
    static Uni<Set<UUID>> hold(SqlConnection connection, ClaimedDocuments claimed) {
        return connection.preparedQuery(HOLD).execute(versions(claimed)).map(rows -> {
            Set<UUID> current = new HashSet<>();
            for (Row row : rows) {
                current.add(row.getUUID("id"));
            }
            return current;
        });
    }

    /** Makes them ready; one that has changed meanwhile is still to be done. */
    static Uni<Void> finish(SqlConnection connection, ClaimedDocuments claimed) {
        return connection.preparedQuery(FINISH).execute(versions(claimed)).replaceWithVoid();
    }

    /** Notes why they failed and when they are tried again: {@code first}, doubled for each attempt, up to {@code longest}. */
    static Uni<Void> fail(
            SqlConnection connection, ClaimedDocuments claimed, String error, Duration first, Duration longest) {
        Tuple values =
                versions(claimed).addString(error).addLong(first.toMillis()).addLong(longest.toMillis());
        return connection.preparedQuery(FAIL).execute(values).replaceWithVoid();
    }

    /** Notes why they are not done yet and when it is their turn again: not their fault, it counts as no attempt. */
    static Uni<Void> postpone(SqlConnection connection, ClaimedDocuments claimed, String reason, Duration after) {
        Tuple values = versions(claimed).addString(reason).addLong(after.toMillis());
        return connection.preparedQuery(POSTPONE).execute(values).replaceWithVoid();
    }

    private static Tuple versions(ClaimedDocuments claimed) {
        return Tuple.of(
                claimed.tenant().value(),
                ids(claimed.versions().keySet()),
                claimed.versions().values().toArray(Integer[]::new));
    }

    private static UUID[] ids(Collection<UUID> documentIds) {
        return documentIds.toArray(UUID[]::new);
    }

    /** A chunk to embed: what it is about, and what it says. */
    record MissingChunk(UUID documentId, UUID id, int position, String context, String content) {}
}
