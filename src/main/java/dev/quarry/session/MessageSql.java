package dev.quarry.session;

import dev.quarry.session.answer.Answer;
import dev.quarry.session.answer.Provenance;
import dev.quarry.session.answer.QuestionOptions;
import dev.quarry.session.answer.Usage;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the rows of {@code messages}; {@link MessageListSql} reads them. */
final class MessageSql {
    private static final String INSERT_EXCHANGE = """
            insert into messages (tenant_id, session_id, id, position, role, status, content, options, attempt, attempted_at)
            values ($1, $2, $3, $4::integer - 1, 'user', 'stored', $5, $6, 0, null),
                   ($1, $2, $7, $4::integer, 'assistant', 'pending', '', null, 1, now())
            """;

    // Pending for so long that nobody can be at it any more counts as failed.
    private static final String BEGIN_AGAIN = """
            update messages
            set status = 'pending', attempt = attempt + 1, attempted_at = now(), updated_at = now(), content = '', error = null
            where tenant_id = $1 and session_id = $2 and id = $3 and role = 'assistant'
              and (status in ('failed', 'cancelled')
                   or (status = 'pending' and attempted_at < now() - $4 * interval '1 ms'))
            returning attempt, position
            """;

    private static final String ANSWER = """
            update messages
            set status = 'answered', updated_at = now(), content = $4, kind = $5, supported = $6, truncated = $7, query = $8,
                model = $9, citations = $10, prompt_tokens = $11, completion_tokens = $12, took_ms = $13
            where tenant_id = $1 and id = $2 and attempt = $3 and status = 'pending'
            """;

    private static final String END = """
            update messages
            set status = $4, updated_at = now(), content = $5, error = $6
            where tenant_id = $1 and id = $2 and attempt = $3 and status = 'pending'
            """;

    private static final String FAIL_ABANDONED = """
            update messages
            set status = 'failed', updated_at = now(), error = 'the service stopped while it answered; retry it'
            where (tenant_id, id) in (
              select tenant_id, id
              from messages
              where status = 'pending' and attempted_at < now() - $1 * interval '1 ms'
              order by attempted_at
              limit $2
              for update skip locked)
            """;

    private MessageSql() {}

    /**
     * An answer that is being tried.
     *
     * @param position the answer's; its question's is one less
     */
    record Try(UUID answerId, int attempt, int position) {}

    /** Stores a question, and behind it its answer, pending. */
    static Uni<Void> insert(
            SqlConnection connection,
            TenantId tenant,
            UUID sessionId,
            UUID questionId,
            Try answer,
            String content,
            QuestionOptions options) {
        return connection
                .preparedQuery(INSERT_EXCHANGE)
                .execute(Tuple.from(List.of(
                        tenant.value(),
                        sessionId,
                        questionId,
                        answer.position(),
                        content,
                        MessageRow.json(options),
                        answer.answerId())))
                .replaceWithVoid();
    }

    /**
     * Makes an answer that has failed pending again.
     *
     * @return nothing where there is no such answer
     */
    static Uni<Optional<Try>> beginAgain(
            SqlConnection connection, TenantId tenant, UUID sessionId, UUID answerId, Duration pendingDeadline) {
        return connection
                .preparedQuery(BEGIN_AGAIN)
                .execute(Tuple.of(tenant.value(), sessionId, answerId, (double) pendingDeadline.toMillis()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(begun(answerId, rows.iterator().next())));
    }

    /** @return whether that try was still the answer's, and had no end yet */
    static Uni<Boolean> answer(SqlConnection connection, TenantId tenant, Try answer, Answer written) {
        Provenance provenance = written.provenance();
        Usage usage = provenance.usage();
        return connection
                .preparedQuery(ANSWER)
                .execute(Tuple.from(Arrays.asList(
                        tenant.value(),
                        answer.answerId(),
                        answer.attempt(),
                        written.content(),
                        provenance.kind().name().toLowerCase(Locale.ROOT),
                        provenance.supported(),
                        provenance.truncated(),
                        provenance.query(),
                        provenance.model(),
                        MessageRow.json(provenance.citations()),
                        usage == null ? null : usage.promptTokens(),
                        usage == null ? null : usage.completionTokens(),
                        provenance.tookMs())))
                .map(rows -> rows.rowCount() > 0);
    }

    /** @return whether that try was still the answer's, and had no end yet */
    static Uni<Boolean> end(
            SqlConnection connection,
            TenantId tenant,
            Try answer,
            Message.Status status,
            String content,
            @Nullable String error) {
        return connection
                .preparedQuery(END)
                .execute(Tuple.from(Arrays.asList(
                        tenant.value(),
                        answer.answerId(),
                        answer.attempt(),
                        status.name().toLowerCase(Locale.ROOT),
                        content,
                        error)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Ends answers that nobody works at any more, whosever they are. @return how many */
    static Uni<Integer> failAbandoned(SqlConnection connection, Duration pendingDeadline, int limit) {
        return connection
                .preparedQuery(FAIL_ABANDONED)
                .execute(Tuple.of((double) pendingDeadline.toMillis(), limit))
                .map(RowSet::rowCount);
    }

    private static Try begun(UUID answerId, Row row) {
        return new Try(answerId, row.getInteger("attempt"), row.getInteger("position"));
    }
}
