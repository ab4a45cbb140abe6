package dev.quarry.tenant.gate;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many streams of events each key has open at this instance. */
@ApplicationScoped
class OpenStreams {
    private static final String EVENTS = "text/event-stream";

    private final LimitConfig config;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    OpenStreams(LimitConfig config) {
        this.config = config;
    }

    /** Counts the request until its answer ends, should it want a stream. @return false when that is one too many */
    boolean admit(RoutingContext context, String caller) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accepted == null || !accepted.contains(EVENTS)) {
            return true;
        }
        if (open.merge(caller, 1, Integer::sum) > config.streamsPerKey()) {
            close(caller);
            return false;
        }
        context.addEndHandler(ended -> close(caller));
        return true;
    }

    private void close(String caller) {
        open.computeIfPresent(caller, (key, count) -> count > 1 ? count - 1 : null);
    }
}
