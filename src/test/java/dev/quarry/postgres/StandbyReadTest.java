package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.url.DatabaseUrl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a read goes that may be a moment behind. The server that plays the standby's part is the same one, by another URL. */
class StandbyReadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static EmbeddedServer server;
    private static Vertx vertx;

    @BeforeAll
    static void startServer() {
        server = EmbeddedServer.start(folder);
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopServer() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Test
    void it_goes_to_the_standby() throws Exception {
        assertThat(whoReads(server.url().withPassword())).matches("quarry:[0-9a-f]{8}:read");
    }

    @Test
    void it_goes_to_the_main_pool_when_the_standby_cannot_be_reached() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }

        assertThat(whoReads("postgresql://u@127.0.0.1:" + unused + "/db")).matches("quarry:[0-9a-f]{8}:main");
    }

    @Test
    void it_goes_to_the_main_pool_when_there_is_no_standby() throws Exception {
        assertThat(whoReads(null)).matches("quarry:[0-9a-f]{8}:main");
    }

    @Test
    void the_deadline_holds_for_standby_and_main_pool_together() throws Exception {
        Duration deadline = Duration.ofSeconds(3);
        try (ServerSocket silent = new ServerSocket(0)) {
            String standby = "postgresql://u@127.0.0.1:" + silent.getLocalPort() + "/db?connect_timeout=2";
            long began = System.nanoTime();

            assertThatThrownBy(() -> read(standby, deadline, "select pg_sleep(30)::text"))
                    .isInstanceOf(Failure.Busy.class);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(4500));
        }
    }

    private static String whoReads(@Nullable String standby) throws InterruptedException {
        return read(standby, PATIENCE, "select current_setting('application_name')");
    }

    private static String read(@Nullable String standby, Duration deadline, String sql) throws InterruptedException {
        PoolConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PoolConfig.class)
                .withDefaultValue("quarry.pool.worker.pool-size", "5")
                .build()
                .getConfigMapping(PoolConfig.class);
        Pools pools = new Pools(vertx, new SimpleMeterRegistry(), urls(server.url(), standby), config);
        try {
            return new Database(vertx, pools, new RuntimeRole(), new SimpleMeterRegistry())
                    .standbyRead(
                            RowScope.EVERY_TENANT,
                            deadline,
                            connection -> connection
                                    .query(sql)
                                    .execute()
                                    .map(rows -> rows.iterator().next().getString(0)))
                    .await()
                    .atMost(PATIENCE);
        } finally {
            pools.closeAll(new ShutdownEvent());
        }
    }

    private static DatabaseConfig urls(DatabaseUrl main, @Nullable String standby) {
        return new DatabaseConfig() {
            @Override
            public boolean embedded() {
                return false;
            }

            @Override
            public String url() {
                return main.withPassword();
            }

            @Override
            public Optional<String> directUrl() {
                return Optional.empty();
            }

            @Override
            public Optional<String> readUrl() {
                return Optional.ofNullable(standby);
            }

            @Override
            public Duration longestWait() {
                return Duration.ZERO;
            }
        };
    }
}
