package dev.quarry.session;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.session.MessageSql.Try;
import dev.quarry.session.answer.Answer;
import dev.quarry.session.answer.AnswerConfig;
import dev.quarry.session.answer.Question;
import dev.quarry.session.answer.QuestionOptions;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores questions before they are asked, and what came of them. Each call is one transaction. */
@ApplicationScoped
class Exchanges {
    private static final int QUESTION_AND_ANSWER = 2;
    private static final int TITLE_OF_A_QUESTION = 80;

    private final Database database;
    private final SessionConfig config;
    private final AnswerConfig answers;
    private final TimeBasedEpochGenerator ids;

    Exchanges(Database database, SessionConfig config, AnswerConfig answers, TimeBasedEpochGenerator ids) {
        this.database = database;
        this.config = config;
        this.answers = answers;
        this.ids = ids;
    }

    /** A question that is stored, and the try at its answer that has begun. */
    record Begun(UUID sessionId, Try answer, Question question) {}

    /**
     * Stores a question and its answer, pending.
     *
     * <p>Fails with {@link Failure.NotFound} when there is no such session, with {@link Failure.Conflict} when it is full.
     */
    Uni<Begun> begin(TenantId tenant, UUID sessionId, String content, QuestionOptions options) {
        UUID questionId = ids.generate();
        UUID answerId = ids.generate();
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> place(connection, tenant, sessionId, content)
                        .map(position -> new Try(answerId, 1, position))
                        .call(answer ->
                                MessageSql.insert(connection, tenant, sessionId, questionId, answer, content, options))
                        .flatMap(answer -> begun(
                                connection, tenant, sessionId, answer, new MessageListSql.Asked(content, options))));
    }

    /**
     * Begins anew with an answer that failed or was cancelled.
     *
     * <p>Fails with {@link Failure.NotFound}, or with {@link Failure.Conflict} where there is nothing to retry.
     */
    Uni<Begun> beginAgain(TenantId tenant, UUID sessionId, UUID answerId) {
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> MessageSql.beginAgain(connection, tenant, sessionId, answerId, config.pendingDeadline())
                        .flatMap(begun -> begun.isPresent()
                                ? Uni.createFrom().item(begun.get())
                                : notRetried(connection, tenant, sessionId, answerId))
                        .flatMap(answer -> MessageListSql.question(connection, tenant, sessionId, answer.position() - 1)
                                .flatMap(asked -> begun(connection, tenant, sessionId, answer, asked))));
    }

    /** @return what is stored now; fails with {@link Failure.Conflict} when the session was deleted meanwhile */
    Uni<Exchange> answered(Begun begun, Answer written) {
        TenantId tenant = begun.question().tenant();
        return ended(begun, connection -> MessageSql.answer(connection, tenant, begun.answer(), written));
    }

    /** As {@link #answered}, with what was written by then. */
    Uni<Exchange> ended(Begun begun, Message.Status status, String written, @Nullable String error) {
        TenantId tenant = begun.question().tenant();
        return ended(begun, connection -> MessageSql.end(connection, tenant, begun.answer(), status, written, error));
    }

    /** How an outcome is written down. */
    @FunctionalInterface
    private interface Outcome {
        Uni<Boolean> write(SqlConnection connection);
    }

    private Uni<Exchange> ended(Begun begun, Outcome outcome) {
        TenantId tenant = begun.question().tenant();
        return database.write(
                        tenant.rows(),
                        config.writeDeadline(),
                        connection -> outcome.write(connection)
                                .chain(() -> MessageListSql.exchange(
                                        connection,
                                        tenant,
                                        begun.sessionId(),
                                        begun.answer().position())))
                .map(found -> found.orElseThrow(
                        () -> new Failure.Conflict("the session was deleted while its question was answered")));
    }

    private Uni<Integer> place(SqlConnection connection, TenantId tenant, UUID sessionId, String content) {
        return SessionSql.addMessages(
                        connection, tenant, sessionId, QUESTION_AND_ANSWER, config.maxMessages(), title(content))
                .flatMap(position -> position.isPresent()
                        ? Uni.createFrom().item(position.get())
                        : Sessions.require(connection, tenant, sessionId).map(full -> {
                            throw new Failure.Conflict("the session has " + full.messages()
                                    + " messages, and takes no more questions; begin another session");
                        }));
    }

    private Uni<Begun> begun(
            SqlConnection connection, TenantId tenant, UUID sessionId, Try answer, MessageListSql.Asked asked) {
        return MessageListSql.saidBefore(
                        connection, tenant, sessionId, answer.position() - 1, answers.historyMessages())
                .map(history ->
                        new Begun(sessionId, answer, new Question(tenant, asked.text(), asked.options(), history)));
    }

    private static Uni<Try> notRetried(SqlConnection connection, TenantId tenant, UUID sessionId, UUID id) {
        return MessageListSql.find(connection, tenant, sessionId, id)
                .map(found -> found.orElseThrow(() -> Messages.notFound(id)))
                .map(message -> {
                    throw new Failure.Conflict(
                            switch (message.status()) {
                                case STORED -> "the message is a question; retry the answer behind it";
                                case PENDING -> "the answer is being written; retry it when it has failed";
                                case ANSWERED, FAILED, CANCELLED ->
                                    "the answer is answered already; there is nothing to retry";
                            });
                });
    }

    private static String title(String content) {
        String line = content.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= TITLE_OF_A_QUESTION
                ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE_OF_A_QUESTION)) + "…";
    }
}
