package dev.quarry.postgres;

import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.Budget;
import dev.quarry.postgres.server.ServerCapacity;
import dev.quarry.postgres.server.ServerCapacitySql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The connections that all instances may open, held against what the server takes, as it is now. */
@ApplicationScoped
public class ConnectionBudget {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Database database;
    private final DatabaseConfig addresses;
    private final PoolConfig pools;

    ConnectionBudget(Database database, DatabaseConfig addresses, PoolConfig pools) {
        this.database = database;
        this.addresses = addresses;
        this.pools = pools;
    }

    /** Where the pools lead. */
    public DatabaseUrls urls() {
        return DatabaseUrls.of(addresses, pools);
    }

    /** Asks the server. */
    public Uni<Budget> now() {
        DatabaseUrls urls = urls();
        return database.read(
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> ServerCapacitySql.capacity(connection, urls.applicationName()))
                .map(capacity -> budget(urls, capacity));
    }

    private Budget budget(DatabaseUrls urls, ServerCapacity capacity) {
        return Budget.of(pools.instances(), capacity.instances(), urls.demand(pools), capacity);
    }
}
