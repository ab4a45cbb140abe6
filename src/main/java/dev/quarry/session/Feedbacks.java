package dev.quarry.session;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what people think of answers. Each call is one transaction. */
@ApplicationScoped
class Feedbacks {
    /** Documents that are judged, in one export: an evaluation takes as many questions. */
    private static final int MOST_JUDGED = 10_000;

    private final Database database;
    private final SessionConfig config;

    Feedbacks(Database database, SessionConfig config) {
        this.database = database;
        this.config = config;
    }

    /** @throws Failure.Invalid naming every field that is wrong */
    Message.Feedback checked(@Nullable FeedbackRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with useful");
        }
        Violations violations = new Violations();
        violations.require(request.useful() != null, "useful", "is required: true or false");
        violations.requireOptionalText(request.comment(), "comment", config.maxCommentLength());
        violations.throwIfAny();
        return new Message.Feedback(Boolean.TRUE.equals(request.useful()), request.comment());
    }

    /**
     * Replaces what was thought before.
     *
     * <p>Fails with {@link Failure.NotFound}, or with {@link Failure.Conflict} where the message is no answer.
     */
    Uni<Message> put(TenantId tenant, UUID sessionId, UUID messageId, Message.Feedback feedback) {
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> MessageListSql.find(connection, tenant, sessionId, messageId)
                        .invoke(found -> requireAnswer(found, messageId))
                        .chain(() -> FeedbackSql.put(connection, tenant, messageId, feedback))
                        .chain(() -> MessageListSql.find(connection, tenant, sessionId, messageId))
                        .map(Optional::orElseThrow));
    }

    /** The newest. */
    Uni<JudgedQuestions> judgements(TenantId tenant) {
        return database.read(
                        tenant.rows(),
                        config.readDeadline(),
                        connection -> FeedbackSql.judged(connection, tenant, MOST_JUDGED))
                .map(JudgedQuestions::of);
    }

    private static void requireAnswer(Optional<Message> found, UUID messageId) {
        Message message = found.orElseThrow(() -> Messages.notFound(messageId));
        if (message.status() != Message.Status.ANSWERED) {
            throw new Failure.Conflict("the message is no answer that was given; feedback is about answers");
        }
    }
}
