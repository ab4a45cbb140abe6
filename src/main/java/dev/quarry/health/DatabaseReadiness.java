package dev.quarry.health;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: a request's transaction works now, through the pool that requests use. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final Database database;

    DatabaseReadiness(Database database) {
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return database.read(
                        TenantId.DEFAULT.rows(),
                        DEADLINE,
                        connection -> connection.query("select 1").execute().replaceWith(HealthCheckResponse.up(NAME)))
                .ifNoItem()
                .after(DEADLINE)
                .fail()
                .onFailure()
                .recoverWithItem(error -> HealthCheckResponse.named(NAME)
                        .down()
                        .withData("reason", reason(error))
                        .build());
    }

    private static String reason(Throwable error) {
        return error instanceof Failure expected ? expected.getMessage() : "the database did not answer as it should";
    }
}
