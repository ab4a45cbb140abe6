package dev.quarry.postgres;

import dev.quarry.postgres.pool.Connector;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.postgres.url.DatabaseUrl;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Owns the pools: makes them from the URL and the settings, closes them at shutdown. */
@ApplicationScoped
public class Pools {
    private static final Logger LOG = Logger.getLogger(Pools.class);
    private static final Map<String, String> SESSION_SETTINGS = Map.of(
            "search_path",
            SearchPath.VALUE,
            // Compiling a plan costs more than it saves on statements of a few milliseconds.
            "jit",
            "off");
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final ConnectionPool main;
    private final ConnectionPool worker;
    private final ConnectionPool direct;
    private final PgConnectOptions listening;

    Pools(Vertx vertx, DatabaseConfig database, PoolConfig config) {
        DatabaseUrl url = DatabaseUrl.parse(database.url());
        this.main = open(vertx, url, "main", config.main());
        this.worker = open(vertx, url, "worker", config.worker());
        this.direct = open(vertx, url, "direct", config.direct());
        this.listening = connectOptions(vertx, url, "listen", config.direct());
    }

    ConnectionPool main() {
        return main;
    }

    ConnectionPool worker() {
        return worker;
    }

    ConnectionPool direct() {
        return direct;
    }

    /** How the pools are doing now. */
    public List<PoolSnapshot> snapshots() {
        return List.of();
    }

    /** How the one connection that listens is made; it belongs to no pool. */
    PgConnectOptions listening() {
        return listening;
    }

    void closeAll(@Observes @Priority(StartOrder.STOP_POOLS) ShutdownEvent shutdown) {
        for (ConnectionPool pool : List.of(main, worker, direct)) {
            try {
                pool.client().close().await().atMost(CLOSE_DEADLINE);
            } catch (RuntimeException error) {
                LOG.warnf("pool_close_failed pool=%s error=%s", pool.name(), error);
            }
        }
    }

    private static ConnectionPool open(Vertx vertx, DatabaseUrl url, String name, PoolConfig.Pool settings) {
        PoolOptions options = new PoolOptions()
                .setName(name)
                .setMaxSize(settings.poolSize())
                .setMaxWaitQueueSize(settings.maxWaiters())
                .setConnectionTimeout((int) settings.acquireTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) settings.idleLifetime().toSeconds())
                .setMaxLifetime((int) settings.recycle().toSeconds())
                .setMaxLifetimeUnit(TimeUnit.SECONDS);
        Pool client = PgBuilder.pool()
                .with(options)
                .connectingTo(connectOptions(vertx, url, name, settings))
                .using(vertx)
                .build();
        return new ConnectionPool(name, client, settings);
    }

    private static PgConnectOptions connectOptions(
            Vertx vertx, DatabaseUrl url, String pool, PoolConfig.Pool settings) {
        Connector.Settings opening = new Connector.Settings(
                url.parameters().getOrDefault("application_name", "quarry-" + pool),
                SESSION_SETTINGS,
                false,
                url.connectTimeout().orElse(settings.connectTimeout()));
        return new Connector(vertx.getDelegate(), url, opening).options();
    }
}
