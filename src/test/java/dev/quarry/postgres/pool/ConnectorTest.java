package dev.quarry.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.postgres.url.DatabaseUrl;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectorTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TLS_REQUEST_LENGTH = 8;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void a_server_that_takes_the_connection_and_says_nothing_is_given_up_and_hung_up_on() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long began = System.nanoTime();

            CompletableFuture<PgConnection> connection =
                    connector(silent, TIMEOUT).connect().toCompletionStage().toCompletableFuture();

            try (Socket accepted = silent.accept()) {
                assertThatThrownBy(() -> connection.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TimeoutException.class)
                        .hasMessageContaining("within 300 ms");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(TIMEOUT, PATIENCE);
                accepted.setSoTimeout((int) PATIENCE.toMillis());
                // What the client may have sent, and then the end.
                assertThat(accepted.getInputStream().readAllBytes()).hasSizeLessThanOrEqualTo(TLS_REQUEST_LENGTH);
            }
        }
    }

    @Test
    void the_socket_on_which_a_server_declined_tls_is_closed() throws Exception {
        try (ServerSocket withoutTls = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            var _ = connector(withoutTls, PATIENCE).connect();

            try (Socket first = withoutTls.accept()) {
                first.setSoTimeout((int) PATIENCE.toMillis());
                assertThat(first.getInputStream().readNBytes(TLS_REQUEST_LENGTH))
                        .hasSize(TLS_REQUEST_LENGTH);
                first.getOutputStream().write('N');
                assertThat(first.getInputStream().read())
                        .as("the end of what the client sends")
                        .isEqualTo(-1);
                try (Socket second = withoutTls.accept()) {
                    assertThat(second.getInputStream().readNBytes(TLS_REQUEST_LENGTH))
                            .as("a start without TLS")
                            .hasSize(TLS_REQUEST_LENGTH);
                }
            }
        }
    }

    @Test
    void an_error_before_the_first_packet_is_an_answer_too() throws Exception {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<PgConnection> connection =
                    connector(any, Duration.ZERO).connect().toCompletionStage().toCompletableFuture();

            assertThatThrownBy(() -> connection.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    private Connector connector(ServerSocket server, Duration timeout) {
        return new Connector(
                vertx,
                DatabaseUrl.parse("postgresql://user:secret@127.0.0.1:" + server.getLocalPort() + "/database"),
                new Connector.Settings("test", Map.of(), false, timeout));
    }
}
