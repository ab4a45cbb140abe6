package dev.quarry.postgres;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to PostgreSQL's notifications on one connection, and connects again when it is lost.
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
    private volatile boolean stopped;
    private volatile @Nullable PgConnection listening;

    Notifications(Vertx vertx, Pools pools) {
        this.vertx = vertx;
        this.pools = pools;
    }

    /** Calls {@code wake} for every notification on the channel, a name of ours. It runs on an event loop and must not wait. */
    public void listen(String channel, Runnable wake) {
        pools.listening()
                .connect()
                .compose(connection -> listen(connection, channel, wake))
                .onFailure(error -> {
                    LOG.warnf("listen_failed error=%s", error.getMessage());
                    listenAgain(channel, wake);
                });
    }

    private Future<Void> listen(PgConnection connection, String channel, Runnable wake) {
        connection.exceptionHandler(error -> LOG.debugf(error, "listen_connection_error"));
        connection.notificationHandler(notification -> wake.run());
        return connection
                .query("listen " + channel)
                .execute()
                .onFailure(error -> connection.close())
                .map(done -> {
                    listening = connection;
                    connection.closeHandler(lost -> listenAgain(channel, wake));
                    // What was sent while nobody listened is found now.
                    wake.run();
                    return null;
                });
    }

    private void listenAgain(String channel, Runnable wake) {
        if (!stopped) {
            vertx.setTimer(RECONNECT_AFTER.toMillis(), timer -> listen(channel, wake));
        }
    }

    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) {
        stopped = true;
        PgConnection open = listening;
        if (open != null) {
            open.close().onFailure(error -> LOG.debugf(error, "listen_close_failed"));
        }
    }
}
