package dev.quarry.tenant.audit;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.failure.Failure;
import dev.quarry.failure.RecurringWarning;
import dev.quarry.http.Page;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.tenant.Caller;
import dev.quarry.tenant.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes and reads the audit log. */
@ApplicationScoped
public class AuditLog {
    private static final Logger LOG = Logger.getLogger("quarry.audit");
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int REMOVED_AT_ONCE = 10_000;

    private final Database database;
    private final TimeBasedEpochGenerator ids;
    private final AuditConfig config;
    private final RecurringWarning unwritten = new RecurringWarning();

    AuditLog(Database database, TimeBasedEpochGenerator ids, AuditConfig config) {
        this.database = database;
        this.ids = ids;
        this.config = config;
    }

    /** A part of the events, and how many there are. */
    record EventList(
            @Schema(description = "This page of them, newest first.")
            List<AuditEvent> events,

            @Schema(description = "How many there are in all.")
            long total) {}

    /**
     * What was asked for, and what was answered.
     *
     * @param tenant whose administration it was; null: that of the service
     * @param action verb and path template
     * @param subject the path, or that of what was made
     * @param status of the answer
     * @param remote the client's address
     */
    public record Deed(
            @Nullable TenantId tenant,
            String action,
            String subject,
            int status,
            @Nullable String remote) {}

    /** Writes down what a caller did. Nobody waits for it; what cannot be written stands in the log alone. */
    public void note(Caller caller, Deed deed) {
        AuditEvent event = new AuditEvent(
                ids.generate(),
                OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS),
                caller.name(),
                caller.keyId(),
                caller.role().label(),
                deed.action(),
                deed.subject(),
                deed.status(),
                deed.remote());
        LOG.infof(
                "audit actor=\"%s\" key_id=%s role=%s tenant_id=%s action=\"%s\" subject=%s status=%d remote=%s",
                printable(event.actor()),
                event.actorKeyId(),
                event.actorRole(),
                deed.tenant() == null ? null : deed.tenant().value(),
                event.action(),
                printable(event.subject()),
                event.status(),
                event.remote());
        var _ = database.write(
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> AuditSql.insert(connection, deed.tenant(), event))
                .subscribe()
                .with(
                        written -> {},
                        error -> unwritten.warn(
                                more -> LOG.warnf("audit_not_written error=%s unlogged=%d", error.getMessage(), more)));
    }

    /**
     * The events of a tenant, newest first; of all where none is named.
     *
     * @param scope what the caller may see
     */
    Uni<EventList> list(RowScope scope, @Nullable TenantId tenant, AuditQuestion question, Page page) {
        return database.snapshot(
                scope,
                DEADLINE,
                connection -> AuditSql.list(connection, tenant, question, page)
                        .flatMap(events -> AuditSql.count(connection, tenant, question)
                                .map(total -> new EventList(events, total))));
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> removeOld() {
        return database.workerWrite(
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> AuditSql.removeOld(connection, config.keep(), REMOVED_AT_ONCE))
                .onFailure(Failure.class)
                .invoke(error -> LOG.warnf("audit_not_cleaned error=%s", error.getMessage()))
                .onFailure(Failure.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\"]", "?");
    }
}
