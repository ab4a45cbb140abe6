package dev.quarry.tenant.gate;

import dev.quarry.http.ApiPaths;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Hangs up on a client whose body does not arrive: it would hold a connection for as long as it likes. */
@ApplicationScoped
class BodyPatience {
    private static final Logger LOG = Logger.getLogger(BodyPatience.class);
    private static final int AFTER_LIMITS = 950;

    private final Vertx vertx;
    private final LimitConfig config;

    BodyPatience(Vertx vertx, LimitConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, AFTER_LIMITS);
    }

    private void watch(RoutingContext context) {
        if (hasBody(context.request()) && !ApiPaths.DOCUMENT_STREAM.equals(context.normalizedPath())) {
            long timer = vertx.setTimer(config.bodyDeadline().toMillis(), late -> hangUp(context.request()));
            context.addEndHandler(ended -> vertx.cancelTimer(timer));
        }
        context.next();
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !"0".equals(length));
    }

    private static void hangUp(HttpServerRequest request) {
        if (!request.isEnded()) {
            LOG.debugf("body_too_slow path=%s", request.path());
            // Of HTTP/2's streams only this one ends; of HTTP/1.1 the connection.
            var _ = request.response().reset();
        }
    }
}
