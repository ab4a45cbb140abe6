package dev.quarry.postgres;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to PostgreSQL's notifications on one connection for all channels, and connects again when it is lost.
 *
 * <p>A notification is a hint that saves waiting, never the only sign of work: one sent while the connection is down is
 * not sent again.
 */
@ApplicationScoped
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Pools pools;
    private final Map<String, Runnable> wakes = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    /** Whether a connection is being opened, or will be. */
    private boolean connecting;

    private @Nullable PgConnection listening;

    Notifications(Vertx vertx, Pools pools) {
        this.vertx = vertx;
        this.pools = pools;
    }

    /**
     * Calls {@code wake} for every notification on the channel, a name of ours, and once when listening begins. It runs on an
     * event loop and must not wait. Behind a transaction pooler without a direct URL there is nothing to hear.
     */
    public synchronized void listen(String channel, Runnable wake) {
        if (!pools.mayListen()) {
            return;
        }
        wakes.put(channel, wake);
        PgConnection open = listening;
        if (open != null) {
            subscribe(open, List.of(channel));
        } else if (!connecting) {
            connect();
        }
    }

    private synchronized void connect() {
        connecting = true;
        pools.listening().connect().onSuccess(this::connected).onFailure(this::connectAgain);
    }

    private synchronized void connected(PgConnection connection) {
        connecting = false;
        if (stopped) {
            close(connection);
            return;
        }
        listening = connection;
        connection.exceptionHandler(error -> LOG.debugf(error, "listen_connection_error"));
        connection.notificationHandler(notification -> wake(notification.getChannel()));
        connection.closeHandler(lost -> lost());
        subscribe(connection, List.copyOf(wakes.keySet()));
    }

    private void subscribe(PgConnection connection, List<String> channels) {
        String statements =
                channels.stream().map(channel -> "listen " + channel).collect(Collectors.joining("; "));
        connection
                .query(statements)
                .execute()
                // What was sent while nobody listened is found now.
                .onSuccess(done -> channels.forEach(this::wake))
                .onFailure(error -> {
                    LOG.warnf("listen_failed error=%s", error.getMessage());
                    close(connection);
                });
    }

    private void wake(String channel) {
        Runnable wake = wakes.get(channel);
        if (wake != null) {
            wake.run();
        }
    }

    private synchronized void lost() {
        listening = null;
        scheduleConnect();
    }

    private synchronized void connectAgain(Throwable error) {
        LOG.warnf("listen_failed error=%s", error.getMessage());
        scheduleConnect();
    }

    private void scheduleConnect() {
        connecting = true;
        if (!stopped) {
            vertx.setTimer(RECONNECT_AFTER.toMillis(), timer -> connect());
        }
    }

    synchronized void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) {
        stopped = true;
        PgConnection open = listening;
        if (open != null) {
            close(open);
        }
    }

    private static void close(PgConnection connection) {
        connection.close().onFailure(error -> LOG.debugf(error, "listen_close_failed"));
    }
}
