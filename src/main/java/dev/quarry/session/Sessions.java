package dev.quarry.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Makes, finds, changes and deletes sessions. Each call is one transaction. */
@ApplicationScoped
class Sessions {
    private final Database database;
    private final SessionConfig config;
    private final TimeBasedEpochGenerator ids;

    Sessions(Database database, SessionConfig config, TimeBasedEpochGenerator ids) {
        this.database = database;
        this.config = config;
        this.ids = ids;
    }

    /** A page of a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "Sessions, without their messages.")
    record SessionPage(
            @Schema(description = "Newest first.") List<Session> sessions,

            @Schema(description = "Sent as cursor it brings the next page; absent on the last.") @Nullable
            String nextCursor) {}

    /** Fails with {@link Failure.Conflict} when the tenant has as many as it may have. */
    Uni<Session> create(TenantId tenant, SessionDraft draft) {
        UUID id = ids.generate();
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> SessionSql.lockNumber(connection, tenant)
                        .chain(() -> SessionSql.count(connection, tenant))
                        .invoke(this::requireRoom)
                        .chain(() -> SessionSql.insert(connection, tenant, id, draft)));
    }

    /** @return the session; fails with {@link Failure.NotFound} */
    Uni<Session> find(TenantId tenant, UUID id) {
        return database.read(
                        tenant.rows(), config.readDeadline(), connection -> SessionSql.find(connection, tenant, id))
                .map(found -> found.orElseThrow(() -> notFound(id)));
    }

    /**
     * Newest first.
     *
     * @param before the last of the page before; null for the first page
     */
    Uni<SessionPage> list(TenantId tenant, @Nullable UUID before, int limit) {
        return database.read(
                        tenant.rows(),
                        config.readDeadline(),
                        connection -> SessionSql.list(connection, tenant, before, limit + 1))
                .map(sessions -> page(sessions, limit));
    }

    /** @return the session as it is now; fails with {@link Failure.NotFound} */
    Uni<Session> change(TenantId tenant, UUID id, UnaryOperator<SessionDraft> change) {
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> SessionSql.lock(connection, tenant, id)
                        .map(found -> found.orElseThrow(() -> notFound(id)))
                        .map(session -> change.apply(new SessionDraft(session.title(), session.metadata())))
                        .flatMap(draft -> SessionSql.change(connection, tenant, id, draft)));
    }

    /** Deletes it with its messages; fails with {@link Failure.NotFound}. */
    Uni<Void> delete(TenantId tenant, UUID id) {
        return database.write(
                        tenant.rows(), config.writeDeadline(), connection -> SessionSql.delete(connection, tenant, id))
                .invoke(deleted -> {
                    if (!deleted) {
                        throw notFound(id);
                    }
                })
                .replaceWithVoid();
    }

    /** Fails with {@link Failure.NotFound}, within the caller's transaction. */
    static Uni<Session> require(SqlConnection connection, TenantId tenant, UUID id) {
        return SessionSql.find(connection, tenant, id).map(found -> found.orElseThrow(() -> notFound(id)));
    }

    private void requireRoom(long sessions) {
        if (sessions >= config.maxSessions()) {
            throw new Failure.Conflict("there are " + sessions + " sessions, and no more are kept; delete some"
                    + " (its operator sets quarry.session.max-sessions, and quarry.session.keep removes old ones)");
        }
    }

    private static SessionPage page(List<Session> sessions, int limit) {
        List<Session> shown = sessions.stream().limit(limit).toList();
        return new SessionPage(
                shown, sessions.size() > shown.size() ? shown.getLast().id().toString() : null);
    }

    private static Failure.NotFound notFound(UUID id) {
        return new Failure.NotFound("there is no session " + id);
    }
}
