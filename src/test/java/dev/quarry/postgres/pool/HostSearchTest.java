package dev.quarry.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ThreeServers.Started.class)
class HostSearchTest {
    private static final Duration IMPATIENT = Duration.ofMillis(700);

    private static Vertx vertx;

    private final ThreeServers servers;

    HostSearchTest(ThreeServers servers) {
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            any            | readOnly standby primary | readOnly
            any            | nobody standby           | standby
            read-write     | readOnly standby primary | primary
            read-only      | primary standby readOnly | standby
            read-only      | primary readOnly standby | readOnly
            primary        | standby nobody readOnly  | readOnly
            standby        | primary readOnly standby | standby
            prefer-standby | primary readOnly standby | standby
            prefer-standby | readOnly nobody primary  | readOnly
            """)
    void the_first_host_that_fits_is_used(String target, String hosts, String chosen) throws Throwable {
        assertThat(portFound(url("postgres", hosts, target))).isEqualTo(port(chosen));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            standby    | primary readOnly | it is a primary, and target_session_attrs=standby
            primary    | standby nobody   | it is a standby, and target_session_attrs=primary
            read-write | nobody readOnly  | it is read only, and target_session_attrs=read-write
            """)
    void no_host_that_fits_is_one_error_that_names_all(String target, String hosts, String reason) {
        String[] names = hosts.split(" ", -1);
        assertThatThrownBy(() -> portFound(url("postgres", hosts, target)))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith(
                        "none of the database URL's hosts can be used: localhost:" + port(names[0]) + " (")
                .hasMessageContaining(", localhost:" + port(names[1]) + " (")
                .hasMessageContaining(reason);
    }

    @Test
    void a_wrong_password_ends_the_search() {
        assertThatExceptionOfType(PgException.class)
                .isThrownBy(() -> portFound(url("secretive:guess", "nobody primary readOnly", "any")))
                .satisfies(error -> assertThat(error.getSqlState()).isEqualTo("28P01"));
    }

    @ParameterizedTest
    @CsvSource({"disable", "prefer", "require"})
    void a_host_that_hangs_is_left_after_the_timeout_and_its_socket_closed(String mode) throws Throwable {
        try (ServerSocket hanging = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String first = "postgresql://postgres@localhost:" + hanging.getLocalPort();
            String query = "/postgres?sslmode=" + mode;
            assertThat(impatient()
                            .ask(first + ",localhost:" + port("primary") + query, "show port")
                            .getString(0))
                    .isEqualTo(Integer.toString(port("primary")));
            try (Socket accepted = hanging.accept()) {
                accepted.setSoTimeout((int) Opening.PATIENT.toMillis());
                assertThat(accepted.getInputStream().readAllBytes()).isNotEmpty();
            }
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> impatient().ask(first + query, "show port"))
                    .withMessage("localhost:" + hanging.getLocalPort() + " did not open a session within 700 ms");
        }
    }

    @Test
    void settings_in_options_hold_for_the_session() throws Throwable {
        String url = "postgresql://postgres@localhost:" + port("primary")
                + "/postgres?options=-c%20work_mem%3D8MB%20-c%20my.words%3Da%5C%20b";
        assertThat(patient()
                        .ask(
                                url,
                                "select concat_ws('|', current_setting('work_mem'), current_setting('my.words'),"
                                        + " current_setting('search_path'))")
                        .getString(0))
                .isEqualTo("8MB|a b|quarry");
    }

    private int portFound(String url) throws Throwable {
        return Integer.parseInt(patient().ask(url, "show port").getString(0));
    }

    private static Opening patient() {
        return new Opening(vertx, Opening.PATIENT);
    }

    private static Opening impatient() {
        return new Opening(vertx, IMPATIENT);
    }

    private String url(String user, String hosts, String target) {
        String addresses = Arrays.stream(hosts.split(" ", -1))
                .map(host -> "localhost:" + port(host))
                .collect(Collectors.joining(","));
        return "postgresql://" + user + "@" + addresses + "/postgres?target_session_attrs=" + target;
    }

    private int port(String host) {
        return switch (host) {
            case "primary" -> servers.primary().getPort();
            case "readOnly" -> servers.readOnly().getPort();
            case "standby" -> servers.standby().getPort();
            default -> portOfNobody();
        };
    }

    /** A port below those that the system hands out; nobody listens there. */
    private static int portOfNobody() {
        return 1;
    }
}
