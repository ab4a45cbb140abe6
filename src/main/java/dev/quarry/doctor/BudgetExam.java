package dev.quarry.doctor;

import dev.quarry.doctor.Finding.Verdict;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.Budget;
import dev.quarry.postgres.server.ConnectionDemand;
import dev.quarry.postgres.server.ServerCapacity;
import dev.quarry.postgres.server.ServerCapacitySql;
import dev.quarry.postgres.server.ServerVisit;

/** The connections that the settings allow, held against what the server takes. */
record BudgetExam(Purpose purpose, DatabaseUrls urls, PoolConfig pools) {

    Finding finding(ServerVisit visit) {
        ServerCapacity capacity = visit.ask(
                connection -> ServerCapacitySql.capacity(connection, urls.applicationName()), Doctor.DEADLINE);
        ConnectionDemand demand = urls.demand(purpose, pools);
        Budget budget = Budget.of(pools.instances(), capacity.instances(), demand, capacity);
        boolean over = budget.verdict() == Budget.Verdict.OVER;
        String pooler = urls.isTransactionPooler(Purpose.MAIN)
                ? "; what main and worker open ends at the pooler, whose settings bound it"
                : "";
        return Finding.okOr(
                !over,
                pools.budget() == PoolConfig.Budget.ENFORCE ? Verdict.FAIL : Verdict.WARN,
                "budget",
                budget.sum() + pooler + (over ? ". " + Budget.remedy() : ""));
    }
}
