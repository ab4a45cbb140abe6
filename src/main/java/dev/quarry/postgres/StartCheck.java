package dev.quarry.postgres;

import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.Budget;
import dev.quarry.postgres.server.ConnectionDemand;
import dev.quarry.postgres.server.PoolerProbe;
import dev.quarry.postgres.server.ServerCapacity;
import dev.quarry.postgres.server.ServerCapacitySql;
import dev.quarry.postgres.server.ServerFacts;
import dev.quarry.postgres.server.ServerFactsSql;
import dev.quarry.postgres.server.ServerVisit;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Looks at every database that is named before anything uses it, and refuses to start where that cannot end well: one line
 * that says which variable, what is wrong and what to change.
 */
@ApplicationScoped
class StartCheck {
    private static final Logger LOG = Logger.getLogger(StartCheck.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final DatabaseConfig database;
    private final PoolConfig pools;

    StartCheck(Vertx vertx, DatabaseConfig database, PoolConfig pools) {
        this.vertx = vertx;
        this.database = database;
        this.pools = pools;
    }

    void check(@Observes @Priority(StartOrder.CONNECTION) StartupEvent start) {
        DatabaseUrls urls = DatabaseUrls.of(database, pools);
        if (pools.instances().isPresent() && pools.instances().getAsInt() < 1) {
            throw new IllegalStateException(
                    "quarry.pool.instances is " + pools.instances().getAsInt() + "; it must be at least 1");
        }
        Arrival arrival = new Arrival(vertx, urls, pools.main(), "start", database.longestWait());
        for (Purpose purpose : urls.all().keySet()) {
            try (ServerVisit visit = arrival.await(purpose)) {
                refuseUnfit(purpose, visit.ask(ServerFactsSql::facts, DEADLINE));
                refuseUnexpectedPooler(purpose, urls, PoolerProbe.ask(visit, () -> arrival.open(purpose), DEADLINE));
                holdBudget(purpose, urls, visit);
            }
        }
    }

    private static void refuseUnfit(Purpose purpose, ServerFacts facts) {
        facts.version().refusal().ifPresent(reason -> refuse(purpose, reason));
        if (purpose == Purpose.READ) {
            return;
        }
        if (facts.standby()) {
            refuse(
                    purpose,
                    "the server is a standby, which takes no changes. Name the primary, or name all servers and add"
                            + " target_session_attrs=read-write; a standby belongs into DATABASE_READ_URL.");
        }
        if (!facts.mayCreateSchema()) {
            refuse(
                    purpose,
                    "the role " + facts.role() + " may not make tables in the database " + facts.database()
                            + ". Let it own the database, or grant it: grant create on database "
                            + facts.database() + " to " + facts.role() + ".");
        }
    }

    private static void refuseUnexpectedPooler(Purpose purpose, DatabaseUrls urls, PoolerProbe.Between found) {
        if (found != PoolerProbe.Between.TRANSACTION_POOLER || urls.isTransactionPooler(purpose)) {
            return;
        }
        if (purpose == Purpose.DIRECT) {
            refuse(
                    purpose,
                    "it leads to a transaction pooler, and is there to go past one: session locks and notifications"
                            + " do not survive it. Name the server itself.");
        }
        refuse(
                purpose,
                "it leads to a transaction pooler. Set QUARRY_POOL_MODE=transaction, and DATABASE_DIRECT_URL to the"
                        + " server itself.");
    }

    /** Asked where sessions are opened: behind a pooler the same server would answer, but not for those connections. */
    private void holdBudget(Purpose purpose, DatabaseUrls urls, ServerVisit visit) {
        if (!urls.holdsBudget(purpose)) {
            return;
        }
        ConnectionDemand demand = urls.demand(purpose, pools);
        ServerCapacity capacity =
                visit.ask(connection -> ServerCapacitySql.capacity(connection, urls.applicationName()), DEADLINE);
        // This instance is not connected yet under its name.
        Budget budget = Budget.of(pools.instances(), capacity.instances() + 1, demand, capacity);
        if (urls.isTransactionPooler(Purpose.MAIN)) {
            LOG.info("behind_a_transaction_pooler: its own settings bound what main and worker open at the server");
        }
        if (budget.verdict() == Budget.Verdict.WITHIN) {
            return;
        }
        String over = "connections needed: " + budget.sum() + ". " + Budget.remedy();
        if (pools.budget() == PoolConfig.Budget.ENFORCE) {
            refuse(purpose, over + "; quarry.pool.budget=warn starts all the same.");
        }
        LOG.warnf("connection_budget_exceeded %s", over);
    }

    private static void refuse(Purpose purpose, String reason) {
        throw new IllegalStateException(purpose.variable() + ": " + reason);
    }
}
