package dev.quarry.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ConnectFailureTest {
    private static final boolean PASSES = true;
    private static final boolean STAYS = false;

    static final List<Arguments> ERRORS = List.of(
            argumentSet(
                    "wrong password",
                    server("28P01", "password authentication failed for user \"u\""),
                    STAYS,
                    "password is wrong"),
            argumentSet(
                    "unknown role",
                    server("28000", "role \"u\" does not exist"),
                    STAYS,
                    "must exist and be allowed to log in"),
            argumentSet(
                    "pg_hba.conf",
                    server("28000", "no pg_hba.conf entry for host \"10.0.0.1\""),
                    STAYS,
                    "Add a line for it there"),
            argumentSet("no database", server("3D000", "database \"d\" does not exist"), STAYS, "create database"),
            argumentSet(
                    "no privilege", server("42501", "permission denied for database \"d\""), STAYS, "grant connect"),
            argumentSet("full", server("53300", "sorry, too many clients already"), PASSES, "max_connections"),
            argumentSet("role's limit", server("53300", "too many connections for role \"u\""), PASSES, "alter role"),
            argumentSet(
                    "database's limit",
                    server("53300", "too many connections for database \"d\""),
                    PASSES,
                    "alter database"),
            argumentSet(
                    "pooler full",
                    server("08P01", "no more connections allowed (max_client_conn)"),
                    PASSES,
                    "pooler's max_client_conn"),
            argumentSet(
                    "setting of a session",
                    server("08P01", "unsupported startup parameter: jit"),
                    STAYS,
                    "QUARRY_POOL_MODE=transaction"),
            argumentSet("starting", server("57P03", "the database system is starting up"), PASSES, "starting"),
            argumentSet("stopping", server("57P01", "terminating connection"), PASSES, "stopping"),
            argumentSet(
                    "other refusal", server("XX000", "Tenant or user not found"), STAYS, "Tenant or user not found"),
            argumentSet("refused", new ConnectException("Connection refused: /127.0.0.1:1"), PASSES, "nothing listens"),
            argumentSet("unknown host", new UnknownHostException("db"), PASSES, "host is not known (db)"),
            argumentSet("no route", new NoRouteToHostException("No route to host"), PASSES, "cannot be reached"),
            argumentSet(
                    "timeout of the network",
                    new ConnectException("connection timed out after 2000 ms"),
                    PASSES,
                    "connect_timeout"),
            argumentSet(
                    "timeout of the driver",
                    new SQLException("failed", "08001", new SocketTimeoutException("Read timed out")),
                    PASSES,
                    "connect_timeout"),
            argumentSet("timeout of our own", new TimeoutException(), PASSES, "connect_timeout"),
            argumentSet(
                    "certificate not trusted",
                    tls("PKIX path building failed: unable to find valid certification path"),
                    STAYS,
                    "sslrootcert"),
            argumentSet(
                    "certificate for another name",
                    tls("No subject alternative names matching IP address 127.0.0.1 found"),
                    STAYS,
                    "another name"),
            argumentSet("certificate for another host", tls("No name matching localhost found"), STAYS, "another name"),
            argumentSet("certificate expired", tls("NotAfter: Thu Jan 01"), STAYS, "expired"),
            argumentSet(
                    "no common protocol",
                    new SSLHandshakeException("Received fatal alert: protocol_version"),
                    STAYS,
                    "TLS could not be agreed on"),
            argumentSet(
                    "no TLS, Vert.x",
                    new VertxException("Postgres Server does not handle SSL connection"),
                    STAYS,
                    "does not speak TLS"),
            argumentSet(
                    "no TLS, JDBC",
                    new SQLException("The server does not support SSL.", "08004"),
                    STAYS,
                    "does not speak TLS"),
            argumentSet(
                    "no TLS, our own words",
                    new ConnectException("it has no TLS, and the database URL has sslmode=require"),
                    STAYS,
                    "does not speak TLS"),
            argumentSet(
                    "a server of another kind",
                    new ConnectException("it is a standby, and target_session_attrs=read-write"),
                    PASSES,
                    "it is a standby, and target_session_attrs=read-write"),
            argumentSet(
                    "none of several",
                    new ConnectException("none of the database URL's hosts can be used: a:1 (it has no TLS), b:2 (x)"),
                    PASSES,
                    "a:1 (it has no TLS), b:2 (x). Look at the URL's hosts"),
            argumentSet(
                    "no PostgreSQL",
                    new VertxException(new Exception("Invalid SSL connection message")),
                    STAYS,
                    "is no PostgreSQL"),
            argumentSet(
                    "no certificate file",
                    new VertxException(new NoSuchFileException("/root.crt")),
                    STAYS,
                    "/root.crt"),
            argumentSet("closed", new ClosedChannelException(), PASSES, "closed before the server was ready"),
            argumentSet(
                    "JDBC's wrong password",
                    new SQLException("FATAL: password authentication failed", "28P01"),
                    STAYS,
                    "password is wrong"),
            argumentSet(
                    "JDBC's refusal",
                    new SQLException("Connection to x refused", "08001", new ConnectException("Connection refused")),
                    PASSES,
                    "nothing listens"),
            argumentSet("unheard of", new IllegalStateException("something\nelse"), STAYS, "failed: something else"));

    @ParameterizedTest
    @FieldSource("ERRORS")
    void every_error_becomes_one_line_that_says_what_to_change(Throwable error, boolean mayPass, String advice) {
        ConnectFailure failure = ConnectFailure.of(error);

        assertThat(failure.message()).contains(advice).doesNotContain("\n");
        assertThat(failure.mayPass()).isEqualTo(mayPass);
    }

    @Test
    void the_innermost_error_that_is_known_is_told() {
        Throwable wrapped = new IllegalStateException("outer", new RuntimeException(new UnknownHostException("db")));

        assertThat(ConnectFailure.of(wrapped).message()).contains("host is not known (db)");
    }

    @Test
    void what_has_nothing_to_do_with_connecting_is_not_explained() {
        assertThat(ConnectFailure.known(new IllegalArgumentException("of another kind")))
                .isEmpty();
        assertThat(ConnectFailure.known(server("42P01", "relation does not exist")))
                .isEmpty();
    }

    private static PgException server(String state, String message) {
        return new PgException(message, "FATAL", state, null);
    }

    private static Throwable tls(String message) {
        SSLHandshakeException handshake = new SSLHandshakeException(message);
        handshake.initCause(new CertificateException(message));
        return new VertxException("SSL handshake failed", handshake);
    }
}
