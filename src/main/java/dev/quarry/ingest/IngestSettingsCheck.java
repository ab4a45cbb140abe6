package dev.quarry.ingest;

import dev.quarry.postgres.DatabaseConfig;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.StartOrder;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.role.RoleConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses to start with settings under which the pipeline would stand still, spin, or call a document ready that is not. */
@ApplicationScoped
class IngestSettingsCheck {
    private final IngestConfig config;
    private final PoolConfig pools;
    private final DatabaseConfig database;
    private final RoleConfig role;

    IngestSettingsCheck(IngestConfig config, PoolConfig pools, DatabaseConfig database, RoleConfig role) {
        this.config = config;
        this.pools = pools;
        this.database = database;
        this.role = role;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        requirePositive("quarry.ingest.batch-size", config.batchSize());
        requirePositive("quarry.ingest.page-size", config.pageSize());
        requirePositive("quarry.ingest.concurrency", config.concurrency());
        requirePositive("quarry.ingest.max-waiting", config.maxWaiting());
        requirePositive("quarry.ingest.max-worker-deaths", config.maxWorkerDeaths());
        if (role.role().works() && DatabaseUrls.of(database, pools).lacksSessions()) {
            throw new IllegalStateException(
                    "DATABASE_URL leads to a transaction pooler, and this instance embeds documents:"
                            + " its session locks and notifications do not survive one. Set DATABASE_DIRECT_URL to the server"
                            + " itself, or QUARRY_ROLE=server and leave embedding to another instance.");
        }
        if (config.concurrency() > pools.direct().poolSize()) {
            throw new IllegalStateException("quarry.ingest.concurrency is " + config.concurrency()
                    + " and quarry.pool.direct.pool-size " + pools.direct().poolSize()
                    + ": a document at work holds one of these connections. Raise the second or lower the first.");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalStateException(name + " is " + value + "; it must be at least 1");
        }
    }
}
