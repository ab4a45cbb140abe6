package dev.quarry.ingest;

import dev.quarry.postgres.LockNamespace;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the pipeline reads and writes of documents. */
final class PipelineSql {
    static final String DUE = """
            select tenant_id, id, next_attempt_at
            from documents
            where status <> 'ready' and next_attempt_at <= now() and (next_attempt_at, tenant_id, id) > ($1, $2, $3)
            order by next_attempt_at, tenant_id, id
            limit $4
            """;

    // Who has the lock and finds it at work has found a dead worker's. Should this one die too, the next waits.
    private static final String START = """
            update documents
            set status = 'indexing', claimed_by = $3, claimed_at = now(),
                worker_deaths = worker_deaths + (status = 'indexing')::integer,
                attempts = attempts + (status = 'indexing')::integer,
                next_attempt_at = case when status = 'indexing'
                  then now() + least($6::bigint, $5::bigint * (2 ^ least(attempts, 20))::bigint) * interval '1 ms'
                  else next_attempt_at end
            where tenant_id = $1 and id = $2 and status <> 'ready' and ($4 or next_attempt_at <= now())
            returning version, worker_deaths
            """;

    private static final String CLAIM = """
            with found as (
              select tenant_id, id, (claimed_by is not null)::integer as worker_deaths
              from documents
              where tenant_id = $1 and id = $2
              for no key update
            )
            update documents d
            set claimed_by = $3, claimed_at = now()
            from found f
            where d.tenant_id = f.tenant_id and d.id = f.id
            returning d.version, f.worker_deaths
            """;

    private static final String RELEASE = """
            update documents
            set claimed_by = null, claimed_at = null
            where tenant_id = $1 and id = $2 and claimed_by is not null
            """;

    // A claim is dead when nobody holds its lock; the lock comes first, but its claim may be about to be written.
    private static final String FORGET_DEAD_CLAIMS = """
            update documents d
            set claimed_by = null, claimed_at = null
            where d.claimed_by is not null and d.claimed_at < now() - interval '1 minute'
              and not exists (
                select from pg_locks l
                where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
                  and l.database = (select oid from pg_database where datname = current_database())
                  and l.classid = hashtext($1::text)::oid and l.objid = hashtext(d.id::text)::oid)
            """;

    private static final String HOLD_VERSION =
            "select 1 from documents where tenant_id = $1 and id = $2 and version = $3 for no key update";

    // The space's row is held until the commit: the switch to another comes before, and is seen, or after, and is
    // swept.
    private static final String FINISH = """
            with space as (
              select state = 'active' or not exists (select from embedding_spaces where state = 'active') as active
              from embedding_spaces
              where id = $4
              for share
            )
            update documents
            set status = case when space.active then 'ready' else 'pending' end,
                indexed_at = case when space.active then now() else indexed_at end,
                next_attempt_at = case when space.active then next_attempt_at else now() end,
                attempts = 0, worker_deaths = 0, error = null, claimed_by = null, claimed_at = null
            from space
            where tenant_id = $1 and id = $2 and version = $3
            returning status = 'ready' as ready
            """;

    private static final String FAIL = """
            update documents
            set status = 'failed', attempts = attempts + 1, worker_deaths = 0, error = left($4, 1000), claimed_by = null,
                claimed_at = null,
                next_attempt_at = now() + least($6::bigint, $5::bigint * (2 ^ least(attempts, 20))::bigint) * interval '1 ms'
            where tenant_id = $1 and id = $2 and version = $3
            """;

    private static final String GIVE_UP = """
            update documents
            set status = 'failed', worker_deaths = 0, error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = 'infinity'
            where tenant_id = $1 and id = $2 and version = $3
            """;

    private static final String GIVE_BACK = """
            update documents
            set status = 'pending', claimed_by = null, claimed_at = null
            where tenant_id = $1 and id = $2 and version = $3 and status = 'indexing'
            """;

    private static final String POSTPONE = """
            update documents
            set status = 'pending', worker_deaths = 0, error = left($4, 1000), claimed_by = null, claimed_at = null,
                next_attempt_at = now() + $5::bigint * interval '1 ms'
            where tenant_id = $1 and id = $2 and version = $3
            """;

    private PipelineSql() {}

    /** Documents whose turn it is, of any tenant, the longest waiting first, after {@code after}. */
    static Uni<List<Due>> due(SqlConnection connection, Due after, int limit) {
        Unfinished last = after.document();
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(after.since(), last.tenant().value(), last.documentId(), limit))
                .map(rows -> {
                    List<Due> due = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        due.add(new Due(
                                new Unfinished(new TenantId(row.getInteger("tenant_id")), row.getUUID("id")),
                                row.getOffsetDateTime("next_attempt_at")));
                    }
                    return due;
                });
    }

    /**
     * Marks the document as being worked on by {@code worker}; nothing when it is finished or gone by now.
     *
     * <p>When its worker died, that counts as an attempt, and it is tried again no sooner than after a failure.
     */
    static Uni<Optional<Version>> start(
            SqlConnection connection, Unfinished document, Turn turn, String worker, Backoff backoff) {
        return version(
                connection,
                START,
                Tuple.of(
                        document.tenant().value(),
                        document.documentId(),
                        worker,
                        turn == Turn.AT_ONCE,
                        backoff.first().toMillis(),
                        backoff.longest().toMillis()));
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
                        : Optional.of(new Version(
                                rows.iterator().next().getInteger("version"),
                                rows.iterator().next().getInteger("worker_deaths"))));
    }

    /** Nobody works on the document any more. */
    static Uni<Void> release(SqlConnection connection, Unfinished document) {
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(document.tenant().value(), document.documentId()))
                .replaceWithVoid();
    }

    /** Nobody works on documents whose workers died. @return how many there were */
    static Uni<Integer> forgetDeadClaims(SqlConnection connection) {
        return connection
                .preparedQuery(FORGET_DEAD_CLAIMS)
                .execute(Tuple.of(LockNamespace.DOCUMENT.key()))
                .map(updated -> updated.rowCount());
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

    /**
     * Makes a document ready whose vectors are in that space.
     *
     * @return whether it is; false when it has changed meanwhile, or another space became active, and is still to be done
     */
    static Uni<Boolean> finish(SqlConnection connection, Unfinished document, Version version, int spaceId) {
        return connection
                .preparedQuery(FINISH)
                .execute(Tuple.of(document.tenant().value(), document.documentId(), version.number(), spaceId))
                .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("ready"));
    }

    /** Notes that it is not tried again by itself, and why. */
    static Uni<Void> giveUp(SqlConnection connection, Unfinished document, Version version, String error) {
        return connection
                .preparedQuery(GIVE_UP)
                .execute(Tuple.of(document.tenant().value(), document.documentId(), version.number(), error))
                .replaceWithVoid();
    }

    /** As if it had not been begun: its worker is stopped, and did not die. */
    static Uni<Void> giveBack(SqlConnection connection, Unfinished document, Version version) {
        return connection
                .preparedQuery(GIVE_BACK)
                .execute(Tuple.of(document.tenant().value(), document.documentId(), version.number()))
                .replaceWithVoid();
    }

    /** Notes why it failed and when it is tried again. */
    static Uni<Void> fail(
            SqlConnection connection, Unfinished document, Version version, String error, Backoff backoff) {
        return connection
                .preparedQuery(FAIL)
                .execute(Tuple.of(
                        document.tenant().value(),
                        document.documentId(),
                        version.number(),
                        error,
                        backoff.first().toMillis(),
                        backoff.longest().toMillis()))
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

    /**
     * The state of a document that is being embedded.
     *
     * @param workerDeaths how many workers in a row died at it, the last of them just before this one came
     */
    record Version(int number, int workerDeaths) {}

    /** How long what failed waits: {@code first}, doubled for each attempt, up to {@code longest}. */
    record Backoff(Duration first, Duration longest) {
        static Backoff of(IngestConfig config) {
            return new Backoff(config.retryAfter(), config.longestRetryAfter());
        }
    }

    /** A document whose turn it is, and since when. */
    record Due(Unfinished document, OffsetDateTime since) {
        /** Before every other. */
        static final Due FIRST =
                new Due(BuildSql.BEFORE_ALL, OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    }

    /** A chunk to embed: what it is about, and what it says. */
    record MissingChunk(UUID id, int position, String context, String content) {}
}
