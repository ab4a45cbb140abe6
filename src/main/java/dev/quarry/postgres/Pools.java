package dev.quarry.postgres;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Owns the pools: makes them from the URL and the settings, closes them at shutdown. */
@ApplicationScoped
public class Pools {
    private static final Logger LOG = Logger.getLogger(Pools.class);
    private static final int CACHED_SQL_LENGTH = 16_384;
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
        this.listening = connectOptions(url, "listen", config.direct());
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
                .connectingTo(connectOptions(url, name, settings))
                .using(vertx)
                .build();
        return new ConnectionPool(name, client, settings);
    }

    private static PgConnectOptions connectOptions(DatabaseUrl url, String pool, PoolConfig.Pool settings) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password() == null ? "" : url.password())
                .setSslMode(SslMode.of(url.sslMode()))
                .setCachePreparedStatements(true)
                // By default statements of 2,048 characters or more are prepared anew each time; BM25's is one.
                .setPreparedStatementCacheSqlLimit(CACHED_SQL_LENGTH)
                .addProperty("application_name", url.parameters().getOrDefault("application_name", "quarry-" + pool))
                .addProperty("search_path", SearchPath.VALUE)
                // Compiling a plan costs more than it saves on statements of a few milliseconds.
                .addProperty("jit", "off");
        options.setMetricsName(pool);
        options.setConnectTimeout(
                (int) url.connectTimeout().orElse(settings.connectTimeout()).toMillis());
        // A peer that vanished without a word is noticed, if late.
        options.setTcpKeepAlive(true);
        String rootCertificate = url.parameters().get("sslrootcert");
        if (rootCertificate != null) {
            options.setPemTrustOptions(new PemTrustOptions().addCertPath(rootCertificate));
        } else if ("require".equals(url.sslMode()) || "prefer".equals(url.sslMode()) || "allow".equals(url.sslMode())) {
            // As libpq has it: these modes encrypt and do not verify.
            options.setTrustAll(true);
        }
        if ("verify-full".equals(url.sslMode())) {
            options.setHostnameVerificationAlgorithm("HTTPS");
        }
        return options;
    }
}
