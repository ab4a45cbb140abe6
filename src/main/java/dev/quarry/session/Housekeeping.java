package dev.quarry.session;

import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Removes sessions whose time is over, and ends answers that nobody works at any more: little at a time, whosever they are.
 * Instances may do so at once: each takes what no other has.
 */
@ApplicationScoped
class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final int AT_ONCE = 20;

    private final Database database;
    private final SessionConfig config;
    private volatile boolean stopping;

    Housekeeping(Database database, SessionConfig config) {
        this.database = database;
        this.config = config;
    }

    void stop(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        stopping = true;
    }

    @Scheduled(
            every = "${quarry.session.housekeeping-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void keepHouse() {
        inPortions(
                "answers_abandoned",
                connection -> MessageSql.failAbandoned(connection, config.pendingDeadline(), AT_ONCE));
        config.keep()
                .ifPresent(keep ->
                        inPortions("sessions_removed", connection -> SessionSql.removeOld(connection, keep, AT_ONCE)));
    }

    private void inPortions(String event, Function<SqlConnection, Uni<Integer>> portion) {
        int done;
        do {
            done = database.workerWrite(RowScope.EVERY_TENANT, config.writeDeadline(), portion)
                    .await()
                    .indefinitely();
            if (done > 0) {
                LOG.infof("%s count=%d", event, done);
            }
        } while (done == AT_ONCE && !stopping);
    }
}
