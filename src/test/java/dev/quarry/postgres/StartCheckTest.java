package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.url.DatabaseUrl;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the start makes of a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartCheckTest {
    private final EmbeddedServer server;
    private final Vertx vertx = Vertx.vertx();

    StartCheckTest(@TempDir Path dataDir) {
        this.server = EmbeddedServer.start(dataDir);
    }

    @AfterAll
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @AfterEach
    void lift_the_limits() throws SQLException {
        asSuperuser("alter role quarry connection limit -1");
        asSuperuser("alter database quarry connection limit -1");
        asSuperuser("alter database quarry owner to quarry");
    }

    @Test
    void a_server_that_is_well_passes() {
        assertThatCode(() -> check(server.url(), Map.of())).doesNotThrowAnyException();
    }

    @Test
    void a_wrong_password_names_the_variable_and_never_the_password() {
        DatabaseUrl url = DatabaseUrl.parse(server.url().withPassword().replace(password(), "guessed"));

        assertThatThrownBy(() -> check(url, Map.of("quarry.database.wait", "1h")))
                .hasMessageContaining("DATABASE_URL (postgresql://quarry@127.0.0.1:")
                .hasMessageContaining("the password is wrong")
                .hasMessageNotContaining("guessed");
    }

    @Test
    void a_missing_database_is_named() {
        assertThatThrownBy(() -> check(server.url().withDatabase("nowhere"), Map.of()))
                .hasMessageContaining("nowhere")
                .hasMessageContaining("create database");
    }

    @Test
    void every_url_is_tried_and_the_failing_one_named() {
        assertThatThrownBy(() -> check(
                        server.url(),
                        Map.of("quarry.database.direct-url", "postgresql://quarry:pw@127.0.0.1:1/quarry")))
                .hasMessageStartingWith(
                        "DATABASE_DIRECT_URL (postgresql://quarry@127.0.0.1:1/quarry): nothing listens");
        assertThatThrownBy(() -> check(
                        server.url(),
                        Map.of("quarry.database.read-url", "postgresql://quarry:pw@nohost.invalid/quarry")))
                .hasMessageStartingWith("DATABASE_READ_URL")
                .hasMessageContaining("host is not known");
    }

    @Test
    void a_role_at_its_limit_is_told_which_limit() throws SQLException {
        asSuperuser("alter role quarry connection limit 0");

        assertThatThrownBy(() -> check(server.url(), Map.of()))
                .hasMessageContaining("takes no further connection")
                .hasMessageContaining("alter role");
    }

    @Test
    void a_role_that_may_make_no_tables_is_refused() throws SQLException {
        asSuperuser("alter database quarry owner to postgres");

        assertThatThrownBy(() -> check(server.url(), Map.of()))
                .hasMessageContaining("grant create on database quarry to quarry");
    }

    @Test
    void a_budget_over_the_databases_limit_refuses_only_when_enforced() throws SQLException {
        asSuperuser("alter database quarry connection limit 10");

        assertThatCode(() -> check(server.url(), Map.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(server.url(), Map.of("quarry.pool.budget", "enforce")))
                .hasMessageContaining("connections needed: 25 of 10")
                .hasMessageContaining("the database's connection limit 10");
    }

    @Test
    void a_server_that_comes_up_within_the_wait_is_waited_for() throws Exception {
        int port = server.url().hosts().getFirst().port();
        int free;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = reserved.getLocalPort();
        }
        DatabaseUrl late = DatabaseUrl.parse(server.url().withPassword().replace(":" + port, ":" + free));
        StartCheck waiting = startCheck(late, Map.of("quarry.database.wait", "20s"));
        // A thread of this test: those of the common pool may see the classes of a service that ran before it.
        CompletableFuture<Void> check = CompletableFuture.runAsync(
                () -> waiting.check(new StartupEvent()),
                task -> Thread.ofPlatform().start(task));

        assertThatThrownBy(() -> check.get(1500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        try (ServerSocket door = new ServerSocket(free, 10, InetAddress.getLoopbackAddress())) {
            Thread relay = Thread.ofVirtual().start(() -> relay(door, port));
            assertThatCode(() -> check.get(15, TimeUnit.SECONDS)).doesNotThrowAnyException();
            assertThat(relay.isAlive()).isTrue();
        }
    }

    @Test
    void the_wait_ends() {
        long began = System.nanoTime();

        assertThatThrownBy(() -> check(
                        DatabaseUrl.parse("postgresql://quarry:pw@127.0.0.1:1/quarry"),
                        Map.of("quarry.database.wait", "3s")))
                .hasMessageContaining("nothing listens");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    }

    private void check(DatabaseUrl url, Map<String, String> settings) {
        startCheck(url, settings).check(new StartupEvent());
    }

    private StartCheck startCheck(DatabaseUrl url, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("quarry.database.url", url.withPassword());
        SmallRyeConfig config = ConfigUtils.configBuilder()
                .withMapping(PoolConfig.class)
                .withMapping(DatabaseConfig.class)
                .withDefaultValues(all)
                .build();
        return new StartCheck(
                vertx, config.getConfigMapping(DatabaseConfig.class), config.getConfigMapping(PoolConfig.class));
    }

    private static void relay(ServerSocket door, int port) {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> copy(client, upstream));
                Thread.ofVirtual().start(() -> copy(upstream, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // One side hung up: so does the other.
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url().jdbcUrl(), "postgres", password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String password() {
        return String.valueOf(server.url().password());
    }
}
