package dev.quarry.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Shows the messages of a session. */
@ApplicationScoped
class Messages {
    private final Database database;
    private final SessionConfig config;

    Messages(Database database, SessionConfig config) {
        this.database = database;
        this.config = config;
    }

    /** A page of a session's messages. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "Messages of a session.")
    record MessagePage(
            @Schema(description = "In the order that was asked for; oldest first when none was.")
            List<Message> messages,

            @Schema(description = "Sent as cursor it brings the next page; absent on the last.") @Nullable
            String nextCursor) {}

    /** Fails with {@link Failure.NotFound} when there is no such session. */
    Uni<MessagePage> list(TenantId tenant, UUID sessionId, MessageQuery query) {
        return database.snapshot(
                        tenant.rows(),
                        config.readDeadline(),
                        connection -> Sessions.require(connection, tenant, sessionId)
                                .chain(() -> MessageListSql.list(connection, tenant, sessionId, query)))
                .map(messages -> page(messages, query.limit()));
    }

    /** Fails with {@link Failure.NotFound}. */
    Uni<Message> find(TenantId tenant, UUID sessionId, UUID id) {
        return database.read(
                        tenant.rows(),
                        config.readDeadline(),
                        connection -> MessageListSql.find(connection, tenant, sessionId, id))
                .map(found -> found.orElseThrow(() -> notFound(id)));
    }

    static Failure.NotFound notFound(UUID id) {
        return new Failure.NotFound("there is no message " + id + " in this session");
    }

    private static MessagePage page(List<Message> messages, int limit) {
        List<Message> shown = messages.stream().limit(limit).toList();
        return new MessagePage(
                shown,
                messages.size() > shown.size()
                        ? Integer.toString(shown.getLast().position())
                        : null);
    }
}
