package dev.quarry.tenant.gate;

import dev.quarry.tenant.CurrentCaller;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** The second lock: no resource answers a request that did not come through the {@link AccessGate}. */
@Singleton
public class CallerRequired {
    @ServerRequestFilter
    void check(RoutingContext request) {
        if (CurrentCaller.of(request) == null) {
            throw new IllegalStateException("a request reached its resource past the gate");
        }
    }
}
