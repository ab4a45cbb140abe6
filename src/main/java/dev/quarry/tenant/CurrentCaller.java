package dev.quarry.tenant;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the request that is being answered.
 *
 * <p>A resource asks it once, in its method's own body: what runs later, such as a stream, is handed the answer.
 */
@ApplicationScoped
public class CurrentCaller {
    private static final String NOTED = "quarry.caller";

    private final CurrentVertxRequest request;

    CurrentCaller(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Notes who sent that request. */
    public static void note(RoutingContext request, Caller caller) {
        request.put(NOTED, caller);
    }

    /** Who sent that request; null before it is known. */
    public static @Nullable Caller of(RoutingContext request) {
        return request.get(NOTED);
    }

    /** @throws IllegalStateException where no request is being answered */
    public Caller get() {
        RoutingContext current = request.getCurrent();
        if (current == null) {
            throw new IllegalStateException("no request is being answered here");
        }
        Caller caller = of(current);
        if (caller == null) {
            throw new IllegalStateException("nobody has found out who sent this request");
        }
        return caller;
    }

    /** The tenant whose rows the request is about. */
    public TenantId tenant() {
        return get().tenant();
    }
}
