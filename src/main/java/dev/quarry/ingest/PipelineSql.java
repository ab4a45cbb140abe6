package dev.quarry.ingest;

import dev.quarry.ingest.ClaimedDocuments.Version;
import dev.quarry.ingest.Portion.Due;
import dev.quarry.postgres.LockNamespace;
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
            select tenant_id, id, next_attempt_at, status = 'indexing' or attempts > 0 or error is not null as suspect,
                   (select count(*) from (
                      select from document_chunks c where c.tenant_id = d.tenant_id and c.document_id = d.id limit $5
                    ) as counted) as chunks
            from documents d
            where status <> 'ready' and next_attempt_at <= now() and (next_attempt_at, tenant_id, id) > ($1, $2, $3)
            order by next_attempt_at, tenant_id, id
            limit $4
            """;

    // Who has the lock and finds it at work has found a dead worker's. Should this one die too, the next waits. One
    // that is being edited is passed by: its edit makes it due anew. One that was given up is due from now on, or a
    // stop of this worker would lose it.
    private static final String START = """
            with held as (
              select id, status = 'indexing' as died
              from documents
              where tenant_id = $1 and id = any ($2) and status <> 'ready' and ($4 or next_attempt_at <= now())
              order by id
              for no key update skip locked
            )
            update documents d
            set status = 'indexing', claimed_by = $3, claimed_at = now(),
                worker_deaths = worker_deaths + held.died::integer,
                attempts = attempts + held.died::integer,
                next_attempt_at = case when held.died
                  then now() + least($6::bigint, $5::bigint * (2 ^ least(attempts, 20))::bigint) * interval '1 ms'
                  else least(next_attempt_at, now()) end
            from held
            where d.tenant_id = $1 and d.id = held.id
            returning d.id, d.version, d.worker_deaths
            """;

    // Rows are locked in one order, here and below, so that no two workers wait for each other.
    private static final String CLAIM = """
            with held as (
              select id, claimed_by is not null as died
              from documents
              where tenant_id = $1 and id = any ($2)
              order by id
              for no key update
            )
            update documents d
            set claimed_by = $3, claimed_at = now()
            from held
            where d.tenant_id = $1 and d.id = held.id
            returning d.id, d.version, held.died::integer as worker_deaths
            """;

    private static final String RELEASE = """
            update documents
            set claimed_by = null, claimed_at = null
            where tenant_id = $1 and id = any ($2) and claimed_by is not null
            """;

    private static final String OUTLIVED = """
            update documents
            set worker_deaths = 0
            where tenant_id = $1 and id = any ($2) and worker_deaths > 0
            """;

    // A claim is dead when nobody holds its lock; the lock comes first, but its claim may be about to be written. Only
    // a dead claim tells who builds a space of a death: while one is built they stay.
    private static final String FORGET_DEAD_CLAIMS = """
            update documents d
            set claimed_by = null, claimed_at = null
            where d.claimed_by is not null and d.claimed_at < now() - interval '1 minute'
              and not exists (select from embedding_spaces where state = 'building')
              and not exists (
                select from pg_locks l
                where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
                  and l.database = (select oid from pg_database where datname = current_database())
                  and l.classid = hashtext($1::text)::oid and l.objid = hashtext(d.id::text)::oid)
            """;

    private static final String HOLD = """
            select d.id
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            join documents d on d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version
            order by d.id
            for no key update of d
            """;

    // The space's row is held until the commit: the switch to another comes before, and is seen, or after, and is
    // swept.
    private static final String FINISH = """
            with space as (
              select state = 'active' or not exists (select from embedding_spaces where state = 'active') as active
              from embedding_spaces
              where id = $4
              for share
            )
            update documents d
            set status = case when space.active then 'ready' else 'pending' end,
                indexed_at = case when space.active then now() else indexed_at end,
                next_attempt_at = case when space.active then next_attempt_at else now() end,
                attempts = 0, worker_deaths = 0, error = null, claimed_by = null, claimed_at = null
            from space, unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version
            returning d.id, d.status = 'ready' as ready
            """;

    private static final String FAIL = """
            update documents d
            set status = 'failed', attempts = attempts + 1, worker_deaths = 0, error = left($4, 1000), claimed_by = null,
                claimed_at = null,
                next_attempt_at = now() + least($6::bigint, $5::bigint * (2 ^ least(attempts, 20))::bigint) * interval '1 ms'
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version and d.status = 'indexing'
            """;

    private static final String GIVE_UP = """
            update documents d
            set status = 'failed', worker_deaths = 0, error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = 'infinity'
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version and d.status = 'indexing'
            """;

    private static final String GIVE_BACK = """
            update documents d
            set status = 'pending', claimed_by = null, claimed_at = null
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version and d.status = 'indexing'
            """;

    private static final String POSTPONE = """
            update documents d
            set status = 'pending', worker_deaths = 0, error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = now() + $5::bigint * interval '1 ms'
            from unnest($2::uuid[], $3::integer[]) as claimed (id, version)
            where d.tenant_id = $1 and d.id = claimed.id and d.version = claimed.version and d.status = 'indexing'
            """;

    private PipelineSql() {}

    /**
     * Documents whose turn it is, of any tenant, the longest waiting first, after {@code after}.
     *
     * @param chunks of each document no more are counted
     */
    static Uni<List<Due>> due(SqlConnection connection, Due after, int limit, int chunks) {
        Unfinished last = after.document();
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(after.since(), last.tenant().value(), last.documentId(), limit, chunks))
                .map(rows -> {
                    List<Due> due = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        due.add(new Due(
                                new Unfinished(new TenantId(row.getInteger("tenant_id")), row.getUUID("id")),
                                row.getOffsetDateTime("next_attempt_at"),
                                row.getInteger("chunks"),
                                row.getBoolean("suspect")));
                    }
                    return due;
                });
    }

    /**
     * Marks the documents as being worked on by {@code worker}; leaves out one that is finished or gone by now.
     *
     * <p>When its worker died, that counts as an attempt, and it is tried again no sooner than after a failure.
     */
    static Uni<Map<UUID, Version>> start(
            SqlConnection connection, Portion portion, Turn turn, String worker, Backoff backoff) {
        return versions(
                connection,
                START,
                Tuple.of(
                        portion.tenant().value(),
                        ids(portion.documentIds()),
                        worker,
                        turn == Turn.AT_ONCE,
                        backoff.first().toMillis(),
                        backoff.longest().toMillis()));
    }

    /** As {@link #start}, of documents in any state, which they keep; leaves out one that is gone by now. */
    static Uni<Map<UUID, Version>> claim(SqlConnection connection, Portion portion, String worker) {
        return versions(connection, CLAIM, Tuple.of(portion.tenant().value(), ids(portion.documentIds()), worker));
    }

    private static Uni<Map<UUID, Version>> versions(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).map(rows -> {
            Map<UUID, Version> versions = new LinkedHashMap<>();
            for (Row row : rows) {
                versions.put(
                        row.getUUID("id"), new Version(row.getInteger("version"), row.getInteger("worker_deaths")));
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

    /** Nobody works on documents whose workers died, unless a space is built. @return how many there were */
    static Uni<Integer> forgetDeadClaims(SqlConnection connection) {
        return connection
                .preparedQuery(FORGET_DEAD_CLAIMS)
                .execute(Tuple.of(LockNamespace.DOCUMENT.key()))
                .map(updated -> updated.rowCount());
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
                  where c.tenant_id = $1 and c.document_id = asked.id and c.state = 'serving'
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

    /**
     * Makes documents ready whose vectors are in that space.
     *
     * @return those that are; one that has changed meanwhile, or all when another space became active, are still to be done
     */
    static Uni<Set<UUID>> finish(SqlConnection connection, ClaimedDocuments claimed, int spaceId) {
        Tuple values = versions(claimed).addInteger(spaceId);
        return connection.preparedQuery(FINISH).execute(values).map(rows -> {
            Set<UUID> ready = new HashSet<>();
            for (Row row : rows) {
                if (row.getBoolean("ready")) {
                    ready.add(row.getUUID("id"));
                }
            }
            return ready;
        });
    }

    /** Their workers got further than those before them that died: the deaths are not counted together. */
    static Uni<Void> outlived(SqlConnection connection, ClaimedDocuments claimed) {
        return connection
                .preparedQuery(OUTLIVED)
                .execute(Tuple.of(claimed.tenant().value(), ids(claimed.ids())))
                .replaceWithVoid();
    }

    /** Notes that they are not tried again by themselves, and why. */
    static Uni<Void> giveUp(SqlConnection connection, ClaimedDocuments claimed, String error) {
        return letGo(connection, claimed, GIVE_UP, versions(claimed).addString(error));
    }

    /** As if they had not been begun: their worker is stopped, and did not die. */
    static Uni<Void> giveBack(SqlConnection connection, ClaimedDocuments claimed) {
        return letGo(connection, claimed, GIVE_BACK, versions(claimed));
    }

    /** Notes why they failed and when they are tried again. */
    static Uni<Void> fail(SqlConnection connection, ClaimedDocuments claimed, String error, Backoff backoff) {
        Tuple values = versions(claimed)
                .addString(error)
                .addLong(backoff.first().toMillis())
                .addLong(backoff.longest().toMillis());
        return letGo(connection, claimed, FAIL, values);
    }

    /** Notes why they are not done yet and when it is their turn again: not their fault, it counts as no attempt. */
    static Uni<Void> postpone(SqlConnection connection, ClaimedDocuments claimed, String reason, Duration after) {
        Tuple values = versions(claimed).addString(reason).addLong(after.toMillis());
        return letGo(connection, claimed, POSTPONE, values);
    }

    /** One that was changed meanwhile keeps its state and loses its claim all the same: nobody died at it. */
    private static Uni<Void> letGo(SqlConnection connection, ClaimedDocuments claimed, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).chain(() -> release(connection, claimed));
    }

    private static Tuple versions(ClaimedDocuments claimed) {
        return Tuple.of(
                claimed.tenant().value(),
                ids(claimed.versions().keySet()),
                claimed.versions().values().stream().map(Version::number).toArray(Integer[]::new));
    }

    private static UUID[] ids(Collection<UUID> documentIds) {
        return documentIds.toArray(UUID[]::new);
    }

    /** How long what failed waits: {@code first}, doubled for each attempt, up to {@code longest}. */
    record Backoff(Duration first, Duration longest) {
        static Backoff of(IngestConfig config) {
            return new Backoff(config.retryAfter(), config.longestRetryAfter());
        }
    }

    /** A chunk to embed: what it is about, and what it says. */
    record MissingChunk(UUID documentId, UUID id, int position, String context, String content) {}
}
