package dev.quarry.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quarry.postgres.url.DatabaseUrl;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostOptionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Test
    void a_pooler_is_sent_nothing_that_it_would_refuse_or_forget() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u@h:6543/db");
        HostOptions options = new HostOptions(url, settings(true));
        assertThat(options.forTry(url.hosts().getFirst(), false).getProperties())
                .containsOnlyKeys("application_name", "client_encoding", "DateStyle");
    }

    @Test
    void what_quarry_sets_goes_before_what_the_url_sets() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u@h/db?options=-cgeqo%3Doff%20-cwork_mem%3D8MB");
        HostOptions options = new HostOptions(url, settings(false));
        assertThat(options.forTry(url.hosts().getFirst(), false).getProperties())
                .containsEntry("geqo", "on")
                .containsEntry("work_mem", "8MB")
                .containsEntry("application_name", "quarry");
    }

    @Test
    void settings_for_a_session_are_refused_where_there_is_none() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u@h:6543/db?options=-cgeqo%3Doff");
        Vertx vertx = Vertx.vertx();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Connector(vertx, url, settings(true)))
                .withMessageContaining("options");
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Hosts that share an address, Neon's above all, find the database by the name that TLS sends first. */
    @Test
    void the_name_of_the_host_is_sent_ahead_of_the_handshake() throws IOException {
        // A service that was started in this process before has set it.
        System.clearProperty("vertx.disableDnsResolver");
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(
                        new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 db.example.org\n"))));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            DatabaseUrl url =
                    DatabaseUrl.parse("postgresql://u@db.example.org:" + server.getLocalPort() + "/db?sslmode=require");
            Connector connector = new Connector(vertx, url, settings(false));
            var opening = connector.connect();
            try (Socket client = server.accept()) {
                InputStream in = client.getInputStream();
                assertThat(in.readNBytes(8)).hasSize(8);
                client.getOutputStream().write('S');
                byte[] hello = new byte[4096];
                int length = in.read(hello);
                assertThat(new String(hello, 0, length, StandardCharsets.ISO_8859_1))
                        .contains("db.example.org");
            }
            assertThat(opening.toCompletionStage().toCompletableFuture()).failsWithin(TIMEOUT.multipliedBy(5));
            assertThat(connector.close().toCompletionStage().toCompletableFuture())
                    .succeedsWithin(TIMEOUT);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Connector.Settings settings(boolean pooler) {
        return new Connector.Settings("quarry", Map.of("geqo", "on"), pooler, TIMEOUT);
    }
}
