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

    private final PgSubscriber subscriber;

    Notifications(Vertx vertx, Pools pools) {
        this.subscriber = PgSubscriber.subscriber(vertx, pools.listening());
        subscriber.reconnectPolicy(failures -> RECONNECT_AFTER.toMillis());
    }

    /** Calls {@code wake} for every notification on the channel. It runs on the event loop and must not wait. */
    public void listen(String channel, Runnable wake) {
        subscriber.channel(channel).handler(payload -> wake.run());
        subscriber.connect().onFailure(error -> LOG.warnf("listen_failed channel=%s error=%s", channel, error));
    }

    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) {
        subscriber.close().onFailure(error -> LOG.debugf(error, "listen_close_failed"));
    }
}
