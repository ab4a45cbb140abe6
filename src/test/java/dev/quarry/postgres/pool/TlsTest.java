package dev.quarry.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.postgres.url.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ThreeServers.Started.class)
class TlsTest {
    private static final String ENCRYPTION =
            "select coalesce(version, 'plain') from pg_stat_ssl where pid = pg_backend_pid()";

    private static Vertx vertx;

    private final ThreeServers servers;

    TlsTest(ThreeServers servers) {
        this.servers = servers;
    }

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The mode, the authority, and what comes of it where the server has no TLS, a good certificate, … */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # mode      | root     | no TLS  | good    | another name
            disable     | -        | plain   | plain   | plain
            disable     | ca       | plain   | plain   | plain
            disable     | stranger | plain   | plain   | plain
            allow       | -        | plain   | plain   | plain
            allow       | ca       | plain   | plain   | plain
            allow       | stranger | plain   | plain   | plain
            prefer      | -        | plain   | TLSv1.3 | TLSv1.3
            prefer      | ca       | plain   | TLSv1.3 | TLSv1.3
            prefer      | stranger | plain   | refused | refused
            require     | -        | refused | TLSv1.3 | TLSv1.3
            require     | ca       | refused | TLSv1.3 | TLSv1.3
            require     | stranger | refused | refused | refused
            verify-ca   | ca       | refused | TLSv1.3 | TLSv1.3
            verify-ca   | stranger | refused | refused | refused
            verify-full | ca       | refused | TLSv1.3 | refused
            verify-full | stranger | refused | refused | refused
            verify-full | system   | refused | refused | refused
            """)
    void every_mode_does_what_libpq_says(String mode, String root, String none, String good, String otherName) {
        String query = "sslmode=" + mode + trusting(root);
        assertThat(outcome(at("localhost", servers.readOnly().getPort(), "postgres", query)))
                .isEqualTo(none);
        assertThat(outcome(primary("localhost", "postgres", query))).isEqualTo(good);
        assertThat(outcome(primary("127.0.0.1", "postgres", query))).isEqualTo(otherName);
    }

    /** The JDBC driver differs from libpq in one place: it verifies nothing under prefer, whatever the authority. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            disable     | -        | plain   | plain   | plain
            prefer      | -        | plain   | TLSv1.3 | TLSv1.3
            prefer      | stranger | plain   | TLSv1.3 | TLSv1.3
            require     | -        | refused | TLSv1.3 | TLSv1.3
            require     | ca       | refused | TLSv1.3 | TLSv1.3
            require     | stranger | refused | refused | refused
            verify-ca   | ca       | refused | TLSv1.3 | TLSv1.3
            verify-ca   | stranger | refused | refused | refused
            verify-full | ca       | refused | TLSv1.3 | refused
            verify-full | stranger | refused | refused | refused
            verify-full | system   | refused | refused | refused
            """)
    void the_jdbc_form_means_the_same(String mode, String root, String none, String good, String otherName) {
        String query = "sslmode=" + mode + trusting(root);
        assertThat(jdbcOutcome(at("localhost", servers.readOnly().getPort(), "postgres", query)))
                .isEqualTo(none);
        assertThat(jdbcOutcome(primary("localhost", "postgres", query))).isEqualTo(good);
        assertThat(jdbcOutcome(primary("127.0.0.1", "postgres", query))).isEqualTo(otherName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            encrypted | disable | refused
            encrypted | allow   | TLSv1.3
            encrypted | prefer  | TLSv1.3
            encrypted | require | TLSv1.3
            in_plain  | disable | plain
            in_plain  | allow   | plain
            in_plain  | prefer  | plain
            in_plain  | require | refused
            """)
    void a_role_that_the_access_rules_want_encrypted_or_not_gets_in_where_the_mode_allows(
            String role, String mode, String result) {
        assertThat(outcome(primary("localhost", role, "sslmode=" + mode))).isEqualTo(result);
    }

    @Test
    void a_client_gets_in_by_its_certificate_alone() throws Throwable {
        String query = "sslmode=verify-full&sslrootcert=" + file("ca.crt") + "&sslcert=" + file("certified.crt")
                + "&sslkey=" + file("certified.key");
        String url = primary("localhost", "certified", query);
        assertThat(opening().ask(url, ENCRYPTION).getString(0)).isEqualTo("TLSv1.3");
        assertThat(jdbcOutcome(url)).isEqualTo("TLSv1.3");
        assertThat(outcome(primary("localhost", "certified", "sslmode=require")))
                .isEqualTo("refused");
        assertThat(jdbcOutcome(primary("localhost", "certified", "sslmode=require")))
                .isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource({"disable", "allow", "prefer", "require"})
    void a_wrong_password_is_said_to_be_one_in_every_mode(String mode) {
        String url = primary("localhost", "secretive:guess", "sslmode=" + mode);
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> opening().ask(url, ENCRYPTION))
                .satisfies(error -> assertThat(error.getSqlState()).isEqualTo("28P01"));
        assertThat(outcome(primary("localhost", "secretive:sesame", "sslmode=" + mode)))
                .isNotEqualTo("refused");
    }

    @Test
    void an_error_names_the_host_the_mode_and_the_authority() {
        String strange = primary("localhost", "postgres", "sslmode=verify-ca" + trusting("stranger"));
        assertThatThrownBy(() -> opening().ask(strange, ENCRYPTION))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining(
                        "certificate of localhost:" + servers.primary().getPort())
                .hasMessageContaining("sslmode=verify-ca and sslrootcert=")
                .hasMessageContaining("stranger.crt");
        String otherName = primary("127.0.0.1", "postgres", "sslmode=verify-full" + trusting("ca"));
        assertThatThrownBy(() -> opening().ask(otherName, ENCRYPTION)).hasMessageContaining("127.0.0.1");
        String noTls = at("localhost", servers.readOnly().getPort(), "postgres", "sslmode=require");
        assertThatThrownBy(() -> opening().ask(noTls, ENCRYPTION))
                .hasMessage("it has no TLS, and the database URL has sslmode=require");
    }

    /** The server that hangs is one that lets the first connection through and says nothing on the second. */
    @Test
    void a_request_to_cancel_that_the_server_leaves_hanging_is_hung_up_on() throws Throwable {
        try (ServerSocket door = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
                Socket server = new Socket("localhost", servers.primary().getPort())) {
            Connector connector = new Connector(
                    vertx,
                    DatabaseUrl.parse(at("127.0.0.1", door.getLocalPort(), "postgres", "sslmode=require")),
                    new Connector.Settings("test", Map.of(), false, Opening.PATIENT));
            Future<PgConnection> opening = connector.connect();
            try (Socket client = door.accept()) {
                pass(client, server);
                pass(server, client);
                PgConnection connection = Opening.await(opening);

                Future<Void> cancelling = connection.cancelRequest();

                try (Socket cancel = door.accept()) {
                    cancel.setSoTimeout((int) Opening.PATIENT.toMillis());
                    assertThat(cancel.getInputStream().readAllBytes())
                            .as("the question for TLS, and then the end")
                            .hasSize(8);
                }
                assertThatThrownBy(() -> Opening.await(cancelling)).isInstanceOf(Exception.class);
                Opening.await(connection.close());
            }
            Opening.await(connector.close());
        }
    }

    private static void pass(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException closed) {
                // The test is over.
            }
        });
    }

    private Opening opening() {
        return new Opening(vertx, Opening.PATIENT);
    }

    private String outcome(String url) {
        try {
            Row row = opening().ask(url, ENCRYPTION);
            return row.getString(0);
        } catch (Throwable refused) {
            return "refused";
        }
    }

    private static String jdbcOutcome(String text) {
        DatabaseUrl url = DatabaseUrl.parse(text);
        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), url.user(), "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ENCRYPTION)) {
            return row.next() ? row.getString(1) : "nothing";
        } catch (SQLException refused) {
            return "refused";
        }
    }

    private String primary(String host, String user, String query) {
        return at(host, servers.primary().getPort(), user, query);
    }

    private static String at(String host, int port, String user, String query) {
        return "postgresql://" + user + "@" + host + ":" + port + "/postgres?" + query;
    }

    private String trusting(String root) {
        return switch (root) {
            case "-" -> "";
            case "system" -> "&sslrootcert=system";
            default -> "&sslrootcert=" + file(root + ".crt");
        };
    }

    private String file(String name) {
        return servers.certificates().file(name);
    }
}
