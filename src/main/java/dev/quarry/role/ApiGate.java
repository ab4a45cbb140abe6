package dev.quarry.role;

import dev.quarry.http.EarlyAnswer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shuts the doors of an instance that only works: it has no interface but its health and its metrics. */
@ApplicationScoped
class ApiGate {
    private static final String OPERATION = "/q/";
    private static final int AFTER_LIMITS = 900;

    private final RoleConfig config;
    private final EarlyAnswer answers;

    ApiGate(RoleConfig config, EarlyAnswer answers) {
        this.config = config;
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        if (!config.role().serves()) {
            filters.register(this::check, AFTER_LIMITS);
        }
    }

    private void check(RoutingContext context) {
        if (context.normalizedPath().startsWith(OPERATION)) {
            context.next();
        } else {
            answers.notFound(
                    context,
                    "This instance is a worker (QUARRY_ROLE): it has only /q/health and /q/metrics. Ask an instance that"
                            + " serves.");
        }
    }
}
