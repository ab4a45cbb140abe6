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

/** What is missing in a space, document by document. Table names come from a space, never from a caller. */
final class BuildSql {
    private static final String NOTE_FAILURE = """
            insert into embedding_failures as noted (tenant_id, document_id, space_id, attempts, error, next_attempt_at)
            values ($1, $2, $3, 1, left($4, 1000), now() + $5::bigint * interval '1 ms')
            on conflict (tenant_id, document_id, space_id) do update
              set attempts = noted.attempts + 1, error = excluded.error,
                  next_attempt_at = now()
                    + least($6::bigint, $5::bigint * (2 ^ least(noted.attempts, 20))::bigint) * interval '1 ms'
            """;

    private static final String FORGET_FAILURE =
            "delete from embedding_failures where tenant_id = $1 and document_id = $2 and space_id = $3";

    /** The key before every document's. */
    static final Unfinished BEFORE_ALL = new Unfinished(new TenantId(1), new UUID(0, 0));

    private BuildSql() {}

    /**
     * Documents with a chunk that has no vector in the space, in the order of their keys, after {@code after}; not those that
     * failed lately.
     */
    static Uni<List<Unfinished>> missing(
            SqlConnection connection, int spaceId, String vectorTable, Unfinished after, int limit) {
        return connection
                .preparedQuery(missingSql(vectorTable))
                .execute(Tuple.of(after.tenant().value(), after.documentId(), spaceId, limit))
                .map(rows -> {
                    List<Unfinished> missing = new ArrayList<>(rows.size());
                    rows.forEach(row -> missing.add(
                            new Unfinished(new TenantId(row.getInteger("tenant_id")), row.getUUID("document_id"))));
                    return missing;
                });
    }

    static String missingSql(String vectorTable) {
        return """
                select distinct c.tenant_id, c.document_id
                from document_chunks c
                where (c.tenant_id, c.document_id) > ($1, $2) and c.state = 'serving'
                  and not exists (select from %s v where v.tenant_id = c.tenant_id and v.chunk_id = c.id)
                  and not exists (
                    select from embedding_failures f
                    where f.tenant_id = c.tenant_id and f.document_id = c.document_id and f.space_id = $3
                      and f.next_attempt_at > now())
                order by c.tenant_id, c.document_id
                limit $4
                """.formatted(vectorTable);
    }

    /** Documents by key, and of them those that were called ready and lack a vector. */
    record Swept(Unfinished last, int reopened) {}

    /**
     * Has those of the next documents that are called ready and lack a vector in the space embedded again.
     *
     * @param after the last document of the page before
     * @param limit how many documents are looked at
     * @return nothing when there are no more documents
     */
    static Uni<Optional<Swept>> reopen(SqlConnection connection, String vectorTable, Unfinished after, int limit) {
        return connection
                .preparedQuery(reopenSql(vectorTable))
                .execute(Tuple.of(after.tenant().value(), after.documentId(), limit))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    Unfinished last = new Unfinished(new TenantId(row.getInteger("tenant_id")), row.getUUID("id"));
                    return Optional.of(new Swept(last, row.getInteger("reopened")));
                });
    }

    static String reopenSql(String vectorTable) {
        return """
                with page as materialized (
                  select tenant_id, id
                  from documents
                  where (tenant_id, id) > ($1, $2)
                  order by tenant_id, id
                  limit $3
                ), reopened as (
                  update documents d
                  set status = 'pending', next_attempt_at = now()
                  from page p
                  where d.tenant_id = p.tenant_id and d.id = p.id and d.status = 'ready' and exists (
                    select from document_chunks c
                    where c.tenant_id = d.tenant_id and c.document_id = d.id and c.state = 'serving'
                      and not exists (select from %s v where v.tenant_id = c.tenant_id and v.chunk_id = c.id))
                  returning d.id
                )
                select tenant_id, id, (select count(*) from reopened)::integer as reopened
                from page
                order by tenant_id desc, id desc
                limit 1
                """.formatted(vectorTable);
    }

    /** Notes that the document cannot be embedded in the space now, and when it is tried again. */
    static Uni<Void> noteFailure(
            SqlConnection connection,
            Unfinished document,
            int spaceId,
            String error,
            Duration first,
            Duration longest) {
        return connection
                .preparedQuery(NOTE_FAILURE)
                .execute(Tuple.of(
                        document.tenant().value(),
                        document.documentId(),
                        spaceId,
                        error,
                        first.toMillis(),
                        longest.toMillis()))
                .replaceWithVoid();
    }

    static Uni<Void> forgetFailure(SqlConnection connection, Unfinished document, int spaceId) {
        return connection
                .preparedQuery(FORGET_FAILURE)
                .execute(Tuple.of(document.tenant().value(), document.documentId(), spaceId))
                .replaceWithVoid();
    }
}
