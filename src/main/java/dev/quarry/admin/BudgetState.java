package dev.quarry.admin;

import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.Budget;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The budget of connections as operators see it. */
@Schema(description = "The connections that all instances may open, held against what the server takes.")
record BudgetState(
        @Schema(description = "Instances that share the server.")
        int instances,

        @Schema(
                description = "configured: quarry.pool.instances says it; seen: those were counted that are connected.",
                implementation = String.class,
                enumeration = {"configured", "seen"})
        Budget.Source instancesFrom,

        @Schema(description = "Connections that one instance may open to the server itself.")
        int perInstance,

        @Schema(description = "Connections that all may open: per_instance × instances.")
        int needed,

        @Schema(description = "The server's limit.") int maxConnections,

        @Schema(description = "Those of them that it keeps for itself.")
        int reserved,

        @Schema(description = "What the tightest limit leaves: the server's, the role's or the database's.")
        int available,

        @Schema(description = "Connections that are open now, everybody's.")
        int inUse,

        @Schema(
                description = "Whether it is enough.",
                implementation = String.class,
                enumeration = {"within", "over"})
        Budget.Verdict verdict,

        @Schema(
                description = "What happens at a start when it is not enough.",
                implementation = String.class,
                enumeration = {"warn", "enforce"})
        PoolConfig.Budget policy) {

    static BudgetState of(Budget budget, PoolConfig.Budget policy) {
        return new BudgetState(
                budget.instances(),
                budget.from(),
                budget.perInstance(),
                budget.needed(),
                budget.capacity().maxConnections(),
                budget.capacity().reserved(),
                budget.capacity().available(),
                budget.capacity().inUse(),
                budget.verdict(),
                policy);
    }
}
