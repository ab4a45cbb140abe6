package dev.quarry.tenant.directory;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.role.RoleConfig;
import dev.quarry.tenant.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Removes the rows of tenants that are being deleted, in portions, and then the tenants. What one instance leaves undone,
 * because it stopped or lost the database, another goes on with.
 */
@ApplicationScoped
class TenantRemoval {
    private static final Logger LOG = Logger.getLogger(TenantRemoval.class);
    private static final int PORTION = 500;

    /** A portion of documents drags its chunks, and what is theirs, along. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Database database;
    private final RoleConfig role;

    TenantRemoval(Database database, RoleConfig role) {
        this.database = database;
        this.role = role;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void removeRows() {
        if (!role.role().works()) {
            return;
        }
        try {
            Optional<TenantId> tenant = read(TenantSql::beingDeleted);
            if (tenant.isPresent()) {
                remove(tenant.get());
            }
        } catch (Failure later) {
            LOG.warnf("tenant_removal_postponed error=%s", later.getMessage());
        }
    }

    private void remove(TenantId tenant) {
        long rows = 0;
        List<String> tables = read(TenantRowsSql::tables);
        for (String table : tables) {
            int removed;
            do {
                removed = write(connection -> TenantRowsSql.remove(connection, table, tenant, PORTION));
                rows += removed;
            } while (removed == PORTION);
        }
        // What a request that had begun before still writes is found by the next round: this one would fail on it.
        write(connection -> TenantSql.remove(connection, tenant).replaceWith(0));
        LOG.infof("tenant_removed tenant_id=%d rows=%d", tenant.value(), rows);
    }

    private <T> T read(Function<SqlConnection, Uni<T>> work) {
        return database.workerRead(RowScope.EVERY_TENANT, DEADLINE, work)
                .await()
                .atMost(DEADLINE);
    }

    @CanIgnoreReturnValue
    private int write(Function<SqlConnection, Uni<Integer>> work) {
        return database.workerWrite(RowScope.EVERY_TENANT, DEADLINE, work)
                .await()
                .atMost(DEADLINE);
    }
}
