package dev.quarry.postgres;

import dev.quarry.postgres.pool.Connector;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.ServerVisit;
import dev.quarry.postgres.server.UnreachableServer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Opens the first connection to a server, as the pools will open theirs, and waits for a server that is not there yet.
 *
 * @param caller what the connection is for, as the server's activity view shows it
 * @param longestWait how long it waits in all, for whatever time may cure
 */
public record Arrival(Vertx vertx, DatabaseUrls urls, PoolConfig.Pool settings, String caller, Duration longestWait) {
    private static final Logger LOG = Logger.getLogger(Arrival.class);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    /** A process that has just begun is slow itself: its first connection needs classes, a resolver, a handshake. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(5);

    /**
     * Opens a connection, waiting for the server if need be.
     *
     * @throws IllegalStateException naming the variable that has the URL, what is wrong and what to change
     */
    ServerVisit await(DatabaseUrls.Purpose purpose) {
        long began = System.nanoTime();
        boolean told = false;
        while (true) {
            try {
                return open(purpose);
            } catch (UnreachableServer error) {
                boolean again = error.mayPass()
                        && longestWait
                                .minusNanos(System.nanoTime() - began)
                                .minus(BETWEEN_ATTEMPTS)
                                .isPositive();
                if (!again) {
                    throw new IllegalStateException(describe(purpose, error), error);
                }
                if (!told) {
                    LOG.warnf("database_awaited at_most_s=%d %s", longestWait.toSeconds(), describe(purpose, error));
                    told = true;
                }
            }
            pause();
        }
    }

    /**
     * One attempt.
     *
     * @throws UnreachableServer when it fails
     */
    public ServerVisit open(DatabaseUrls.Purpose purpose) {
        var url = urls.all().get(purpose);
        if (url == null) {
            throw new IllegalArgumentException(purpose.variable() + " is not set");
        }
        Connector.Settings opening = new Connector.Settings(
                urls.applicationName() + ":" + caller,
                // A pooler may refuse these: better now than in the pools.
                Map.of("search_path", SearchPath.VALUE, "jit", "off"),
                urls.isTransactionPooler(purpose),
                url.connectTimeout().orElse(longer(settings.connectTimeout(), PATIENCE_AT_START)));
        return ServerVisit.open(vertx, url, opening);
    }

    private static Duration longer(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }

    private String describe(DatabaseUrls.Purpose purpose, UnreachableServer error) {
        return purpose.variable() + " (" + urls.all().get(purpose) + "): " + error.getMessage();
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", stopping);
        }
    }
}
