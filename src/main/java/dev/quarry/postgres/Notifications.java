package dev.quarry.postgres;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

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
    private final PgSubscriber subscriber;
    private volatile boolean stopped;

    Notifications(Vertx vertx, Pools pools) {
        this.vertx = vertx;
        this.subscriber = PgSubscriber.subscriber(vertx, pools.listening());
        subscriber.reconnectPolicy(failures -> RECONNECT_AFTER.toMillis());
    }

    /** Calls {@code wake} for every notification on the channel. It runs on the event loop and must not wait. */
    public void listen(String channel, Runnable wake) {
        subscriber.channel(channel).handler(payload -> wake.run());
        connect();
    }

    /** The subscriber connects again when a connection is lost; one that was never there is up to us. */
    private void connect() {
        subscriber.connect().onFailure(error -> {
            LOG.warnf("listen_failed error=%s", error.getMessage());
            if (!stopped) {
                vertx.setTimer(RECONNECT_AFTER.toMillis(), timer -> connect());
            }
        });
    }

    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) {
        stopped = true;
        subscriber.close().onFailure(error -> LOG.debugf(error, "listen_close_failed"));
    }
}
