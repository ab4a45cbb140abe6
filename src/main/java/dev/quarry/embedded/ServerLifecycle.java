package dev.quarry.embedded;

import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops the embedded server when the service has stopped using it.
 *
 * <p>The server is started before there are beans, so what was started is kept here in the class.
 */
@ApplicationScoped
public class ServerLifecycle {
    private static final AtomicReference<EmbeddedServer> RUNNING = new AtomicReference<>();

    /** Hands the server over: it is stopped last of all when the service stops. */
    public static void stopWithService(EmbeddedServer server) {
        RUNNING.set(server);
    }

    /** The server that this service runs, if it runs one. */
    public Optional<EmbeddedServer> running() {
        return Optional.ofNullable(RUNNING.get());
    }

    /** Whether this process has started a server. */
    public static boolean isStarted() {
        return RUNNING.get() != null;
    }

    void stop(@Observes @Priority(StartOrder.STOP_SERVER) ShutdownEvent shutdown) {
        stopNow();
    }

    /** Stops the server if it runs: for a service that did not come up. */
    public static void stopNow() {
        EmbeddedServer server = RUNNING.getAndSet(null);
        if (server != null) {
            server.close();
        }
    }
}
