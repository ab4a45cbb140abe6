package dev.quarry.postgres;

import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.pool.ConnectionPool;
import dev.quarry.postgres.pool.Connector;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.pool.PoolLimits;
import dev.quarry.postgres.pool.PoolMetrics;
import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.postgres.url.DatabaseUrl;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Owns the pools: makes them from the URLs and the settings, warms them at start, closes them at shutdown. */
@ApplicationScoped
public class Pools {
    private static final Logger LOG = Logger.getLogger(Pools.class);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final MeterRegistry metrics;
    private final PoolConfig config;
    private final DatabaseUrls urls;

    /** Tells this process from the other instances in the server's activity view. */
    private final String instance =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    private final DatabasePool main;
    private final Optional<DatabasePool> standby;
    private final DatabasePool worker;
    private final DatabasePool direct;
    private final Connector listening;

    Pools(Vertx vertx, MeterRegistry metrics, DatabaseConfig database, PoolConfig config) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.config = config;
        this.urls = DatabaseUrls.of(database, config);
        this.main = pool("main", Purpose.MAIN, urls.main(), config.main());
        this.standby = urls.read().map(url -> pool("read", Purpose.READ, url, config.read()));
        this.worker = pool("worker", Purpose.MAIN, urls.main(), config.worker());
        this.direct = pool("direct", forSessions(), urls.session(), config.direct());
        this.listening = connector("listen", forSessions(), urls.session(), config.direct());
    }

    DatabasePool main() {
        return main;
    }

    Optional<DatabasePool> standby() {
        return standby;
    }

    DatabasePool worker() {
        return worker;
    }

    DatabasePool direct() {
        return direct;
    }

    /** Whether notifications reach this instance: through a transaction pooler alone they do not. */
    boolean mayListen() {
        return !urls.lacksSessions();
    }

    /** Opens the one connection that listens; it belongs to no pool. */
    Connector listening() {
        return listening;
    }

    /** What this instance is called at the server, its pools' names left out. */
    public String instance() {
        return urls.applicationName() + ":" + instance;
    }

    /** Every pool as it is now. */
    public List<PoolSnapshot> snapshots() {
        return all().map(pool -> pool.connections().snapshot()).toList();
    }

    Stream<DatabasePool> all() {
        return Stream.of(Stream.of(main), standby.stream(), Stream.of(worker, direct))
                .flatMap(pools -> pools);
    }

    void keepWarm(@Observes @Priority(StartOrder.POOLS) StartupEvent start) {
        all().forEach(pool -> pool.connections().keepWarm());
    }

    void closeAll(@Observes @Priority(StartOrder.STOP_POOLS) ShutdownEvent shutdown) throws InterruptedException {
        List<Future<Void>> closing =
                all().map(pool -> pool.connections().close()).toList();
        try {
            Future.join(closing)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((closed, error) -> {
                        if (error instanceof TimeoutException) {
                            LOG.warnf("pools_close_late after=%s", CLOSE_DEADLINE);
                        }
                        return closed;
                    })
                    .join();
        } finally {
            var _ = listening.close();
        }
    }

    private Purpose forSessions() {
        return urls.direct().isPresent() ? Purpose.DIRECT : Purpose.MAIN;
    }

    private DatabasePool pool(String name, Purpose purpose, DatabaseUrl url, PoolConfig.Pool settings) {
        PoolLimits limits = limits(name, settings, connectTimeout(url, settings));
        Connector connector = connector(name, purpose, url, settings);
        ConnectionPool connections = new ConnectionPool(name, vertx, connector, limits, new PoolMetrics(metrics, name));
        SessionSettings kept = urls.isTransactionPooler(purpose)
                ? SessionSettings.SET_BY_THE_TRANSACTION
                : SessionSettings.KEPT_BY_THE_SESSION;
        return new DatabasePool(connections, kept, settings.commandTimeout());
    }

    private PoolLimits limits(String name, PoolConfig.Pool settings, Duration connectTimeout) {
        try {
            PoolLimits limits = PoolLimits.of(settings, connectTimeout);
            return config.mode() == PoolConfig.Mode.NULL ? limits.withoutPooling() : limits;
        } catch (IllegalArgumentException error) {
            throw new IllegalStateException("quarry.pool." + name + ": " + error.getMessage(), error);
        }
    }

    /** Called {@code service:instance:pool} at the server; instances are counted by it. */
    private Connector connector(String pool, Purpose purpose, DatabaseUrl url, PoolConfig.Pool settings) {
        return new Connector(
                vertx,
                url,
                new Connector.Settings(
                        instance() + ":" + pool,
                        SessionSettings.forSession(),
                        urls.isTransactionPooler(purpose),
                        connectTimeout(url, settings)));
    }

    private static Duration connectTimeout(DatabaseUrl url, PoolConfig.Pool settings) {
        return url.connectTimeout().orElse(settings.connectTimeout());
    }
}
