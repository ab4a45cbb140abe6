package dev.quarry.ingest;

import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Publishes how many documents are not ready. Every worker says the same: of several, take the largest. */
@ApplicationScoped
class BacklogGauge {
    private static final Logger LOG = Logger.getLogger(BacklogGauge.class);

    private final Database database;
    private final IngestConfig config;
    private final AtomicLong documents = new AtomicLong();
    private volatile boolean open;

    BacklogGauge(Database database, IngestConfig config) {
        this.database = database;
        this.config = config;
    }

    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start, RoleConfig role, MeterRegistry metrics) {
        open = role.role().works();
        if (open) {
            Gauge.builder("quarry.pipeline.backlog", documents, AtomicLong::doubleValue)
                    .description("Documents that are not ready")
                    .register(metrics);
        }
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (!open) {
            return Uni.createFrom().voidItem();
        }
        return database.workerRead(RowScope.EVERY_TENANT, config.statementDeadline(), BacklogSql::unfinished)
                .invoke(documents::set)
                .replaceWithVoid()
                .onFailure()
                .invoke(error -> LOG.debugf("backlog_unseen error=%s", error.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
