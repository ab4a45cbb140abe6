package dev.quarry.postgres.pool;

import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.postgres.url.DatabaseUrl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Times a connection's loan and one {@code select 1}, on Quarry's pool and on Vert.x's own, in turns: {@code make bench-pool}.
 * 32 callers on 10 connections, so that most of them wait.
 */
final class PoolComparison {
    private static final int CALLERS = 32;
    private static final int CONNECTIONS = 10;
    private static final int ROUNDS = 5;
    private static final int TURNS = 1_500;

    private PoolComparison() {}

    public static void main(String... args) throws Exception {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bench-pool-");
        Vertx vertx = Vertx.vertx();
        try (EmbeddedServer server = EmbeddedServer.start(folder)) {
            ConnectionPool ours = ours(vertx, server.url());
            Pool theirs = theirs(vertx, server.url());
            Supplier<Future<?>> onOurs = () -> ours.acquire()
                    .lease()
                    .compose(lease -> lease.connection()
                            .getDelegate()
                            .query("select 1")
                            .execute()
                            .onComplete(done -> lease.release()));
            Supplier<Future<?>> onTheirs = () -> theirs.withConnection(
                    connection -> connection.query("select 1").execute());
            compare(onOurs, onTheirs);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void compare(Supplier<Future<?>> onOurs, Supplier<Future<?>> onTheirs) throws Exception {
        double[] ratios = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            double theirs = perSecond(onTheirs);
            double ours = perSecond(onOurs);
            if (round >= 0) { // the first warms up
                ratios[round] = ours / theirs;
                System.out.printf(
                        "round %d: Quarry %.0f/s, Vert.x %.0f/s, ratio %.2f%n", round + 1, ours, theirs, ours / theirs);
            }
        }
        Arrays.sort(ratios);
        System.out.printf(
                "ratio: min %.2f, median %.2f, max %.2f%n", ratios[0], ratios[ROUNDS / 2], ratios[ROUNDS - 1]);
    }

    private static double perSecond(Supplier<Future<?>> call) throws InterruptedException {
        long began = System.nanoTime();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.execute(() -> {
                    for (int turn = 0; turn < TURNS; turn++) {
                        call.get().toCompletionStage().toCompletableFuture().join();
                    }
                });
            }
        }
        return CALLERS * TURNS / (Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
    }

    private static ConnectionPool ours(Vertx vertx, DatabaseUrl url) {
        Duration hour = Duration.ofHours(1);
        PoolLimits limits = new PoolLimits(
                CONNECTIONS, CONNECTIONS, 0, 1000, hour, Duration.ofSeconds(2), hour, hour, Integer.MAX_VALUE, hour);
        Connector connector =
                new Connector(vertx, url, new Connector.Settings("bench", Map.of(), false, Duration.ofSeconds(2)));
        return new ConnectionPool(
                "bench", vertx, connector, limits, new PoolMetrics(new SimpleMeterRegistry(), "bench"));
    }

    private static Pool theirs(Vertx vertx, DatabaseUrl url) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.hosts().getFirst().host())
                .setPort(url.hosts().getFirst().port())
                .setDatabase(url.database())
                .setUser(url.user())
                .setPassword(url.password());
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS).setMaxWaitQueueSize(1000))
                .connectingTo(options)
                .using(vertx)
                .build();
    }
}
