package dev.quarry.session;

import dev.quarry.session.answer.QuestionOptions;
import dev.quarry.session.answer.Turn;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the rows of {@code messages}. A session has a bounded number of them: within one, all may be looked at. */
final class MessageListSql {
    private static final String WITH_FEEDBACK = """
            select m.*, f.useful, f.comment
            from messages m
            left join answer_feedback f on f.tenant_id = m.tenant_id and f.message_id = m.id
            where m.tenant_id = $1 and m.session_id = $2
            """;

    private static final String FIND = WITH_FEEDBACK + " and m.id = $3";

    private static final String PAIR = WITH_FEEDBACK + """
             and m.position in ($3::integer - 1, $3::integer)
            order by m.position
            """;

    // Every word of what is looked for stands in it, in whatever case.
    private static final String SAYS = """
             and not exists (
              select from unnest($4::text[]) as wanted (word) where strpos(lower(m.content), lower(word)) = 0)
            """;

    private static final String OLDEST_FIRST = WITH_FEEDBACK + SAYS + """
             and m.position > $3
            order by m.position
            limit $5
            """;

    private static final String NEWEST_FIRST = WITH_FEEDBACK + SAYS + """
             and m.position < $3
            order by m.position desc
            limit $5
            """;

    private static final String SAID_BEFORE = """
            select role, content
            from messages
            where tenant_id = $1 and session_id = $2 and position < $3 and status in ('stored', 'answered')
            order by position desc
            limit $4
            """;

    private static final String QUESTION = """
            select content, options from messages where tenant_id = $1 and session_id = $2 and position = $3
            """;

    private MessageListSql() {}

    /** A question as it was asked. */
    record Asked(String text, QuestionOptions options) {}

    static Uni<Optional<Message>> find(SqlConnection connection, TenantId tenant, UUID sessionId, UUID id) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), sessionId, id))
                .map(rows -> messages(rows).stream().findFirst());
    }

    /** The question and its answer, whose position is given; nothing where the session was deleted. */
    static Uni<Optional<Exchange>> exchange(SqlConnection connection, TenantId tenant, UUID sessionId, int position) {
        return connection
                .preparedQuery(PAIR)
                .execute(Tuple.of(tenant.value(), sessionId, position))
                .map(MessageListSql::messages)
                .map(pair -> pair.size() == 2
                        ? Optional.of(new Exchange(pair.getFirst(), pair.getLast()))
                        : Optional.empty());
    }

    static Uni<List<Message>> list(SqlConnection connection, TenantId tenant, UUID sessionId, MessageQuery query) {
        return connection
                .preparedQuery(query.newestFirst() ? NEWEST_FIRST : OLDEST_FIRST)
                .execute(Tuple.from(Arrays.asList(
                        tenant.value(),
                        sessionId,
                        query.behind(),
                        query.words().toArray(String[]::new),
                        query.limit() + 1)))
                .map(MessageListSql::messages);
    }

    /** What was said before that position, oldest first: the newest of it. */
    static Uni<List<Turn>> saidBefore(
            SqlConnection connection, TenantId tenant, UUID sessionId, int position, int limit) {
        return connection
                .preparedQuery(SAID_BEFORE)
                .execute(Tuple.of(tenant.value(), sessionId, position, limit))
                .map(rows -> {
                    List<Turn> turns = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        turns.add(new Turn(row.getString("role").equals("user"), row.getString("content")));
                    }
                    Collections.reverse(turns);
                    return turns;
                });
    }

    static Uni<Asked> question(SqlConnection connection, TenantId tenant, UUID sessionId, int position) {
        return connection
                .preparedQuery(QUESTION)
                .execute(Tuple.of(tenant.value(), sessionId, position))
                .map(rows -> rows.iterator().next())
                .map(row -> new Asked(row.getString("content"), MessageRow.options(row.getJsonObject("options"))));
    }

    private static List<Message> messages(RowSet<Row> rows) {
        List<Message> messages = new ArrayList<>(rows.size());
        rows.forEach(row -> messages.add(MessageRow.message(row)));
        return messages;
    }
}
