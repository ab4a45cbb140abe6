package dev.quarry.health;

import dev.quarry.postgres.PoolProbe;
import dev.quarry.postgres.PoolProbe.PoolHealth;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: a transaction works now, through each of the pools. The answer names every pool, and why one does not work. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final String UP = "up";

    private final PoolProbe pools;

    DatabaseReadiness(PoolProbe pools) {
        this.pools = pools;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pools.probe().map(DatabaseReadiness::response);
    }

    private static HealthCheckResponse response(List<PoolHealth> pools) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(NAME);
        response.status(pools.stream().allMatch(pool -> pool.trouble() == null || !pool.essential()));
        for (PoolHealth pool : pools) {
            String trouble = pool.trouble();
            response.withData(pool.pool(), trouble == null ? UP : trouble);
        }
        return response.build();
    }
}
