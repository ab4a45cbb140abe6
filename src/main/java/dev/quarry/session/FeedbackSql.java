package dev.quarry.session;

import dev.quarry.session.Message.Feedback;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The rows of {@code answer_feedback}. */
final class FeedbackSql {
    private static final String PUT = """
            insert into answer_feedback (tenant_id, message_id, useful, comment) values ($1, $2, $3, $4)
            on conflict (tenant_id, message_id)
            do update set useful = excluded.useful, comment = excluded.comment, updated_at = now()
            """;

    // A document that is gone could not be found by any search: it judges nothing.
    private static final String JUDGED = """
            select q.id as question_id, a.query, f.useful, cited.document_id
            from answer_feedback f
            join messages a on a.tenant_id = f.tenant_id and a.id = f.message_id
            join messages q
              on q.tenant_id = a.tenant_id and q.session_id = a.session_id and q.position = a.position - 1
            cross join lateral (
              select distinct (citation ->> 'document_id')::uuid as document_id
              from jsonb_array_elements(a.citations) as citation) as cited
            join documents d on d.tenant_id = f.tenant_id and d.id = cited.document_id
            where f.tenant_id = $1
            order by f.updated_at desc, q.id, cited.document_id
            limit $2
            """;

    private FeedbackSql() {}

    /**
     * A document that an answer cites, judged as the answer was.
     *
     * @param query what was searched for
     */
    record Judged(UUID questionId, String query, boolean useful, UUID documentId) {}

    static Uni<Void> put(SqlConnection connection, TenantId tenant, UUID messageId, Feedback feedback) {
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.from(Arrays.asList(tenant.value(), messageId, feedback.useful(), feedback.comment())))
                .replaceWithVoid();
    }

    /** The newest feedback first. */
    static Uni<List<Judged>> judged(SqlConnection connection, TenantId tenant, int limit) {
        return connection
                .preparedQuery(JUDGED)
                .execute(Tuple.of(tenant.value(), limit))
                .map(rows -> {
                    List<Judged> judged = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        judged.add(new Judged(
                                row.getUUID("question_id"),
                                row.getString("query"),
                                row.getBoolean("useful"),
                                row.getUUID("document_id")));
                    }
                    return judged;
                });
    }
}
