package dev.quarry.postgres.server;

import io.vertx.pgclient.PgException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why no connection was had, as one sentence or two: what was wrong, what to change. Never a password: neither servers nor
 * clients put one into their errors.
 *
 * @param mayPass whether waiting can cure it, as with a server that is still starting
 */
public record ConnectFailure(String message, boolean mayPass) {

    /** What is known of an error of opening a connection: of Vert.x, of JDBC, of the network or of TLS. */
    public static ConnectFailure of(Throwable error) {
        return known(error).orElseGet(() -> fatal("opening a connection failed: " + words(error)));
    }

    /** As {@link #of}; empty for an error that has nothing to do with opening a connection. */
    public static Optional<ConnectFailure> known(Throwable error) {
        ConnectFailure found = null;
        // The innermost cause that is known says most: a driver wraps the network's errors in its own.
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            ConnectFailure known = ofOne(cause);
            found = known != null ? known : found;
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable ConnectFailure ofOne(Throwable error) {
        return switch (error) {
            case PgException server
            when server.getSqlState() != null ->
                RefusedConnection.explain(server.getSqlState(), server.getErrorMessage());
            case SQLException jdbc when mentions(jdbc, "does not support ssl") -> noTls();
            case SQLException jdbc
            when jdbc.getSQLState() != null -> RefusedConnection.explain(jdbc.getSQLState(), words(jdbc));
            case UnknownHostException unknown ->
                passing("the host is not known (" + words(unknown)
                        + "). Look at the URL's host, and at the name service.");
            case ConnectException all
            when mentions(all, "none of the database url's hosts") ->
                passing(words(all) + ". Look at the URL's hosts and ports.");
            case SocketTimeoutException late -> tooLate();
            case TimeoutException late -> tooLate();
            case ConnectException late when mentions(late, "timed out") -> tooLate();
            case NoRouteToHostException unreachable ->
                passing("the host cannot be reached (" + words(unreachable)
                        + "). Look at its address and at firewalls.");
            case ConnectException unfit when mentions(unfit, "it has no tls") -> noTls();
            case ConnectException unfit when mentions(unfit, "target_session_attrs") -> otherKind(words(unfit));
            case ConnectException refused ->
                passing("nothing listens there (" + words(refused)
                        + "). Start the server, or look at the URL's host and port.");
            case CertificateException certificate -> ofCertificate(words(certificate));
            case SSLException tls when tls.getCause() == null -> ofCertificate(words(tls));
            case NoSuchFileException file -> noCertificateFile(file);
            case FileNotFoundException file -> noCertificateFile(file);
            case ClosedChannelException closed -> closedEarly();
            case Exception other when mentions(other, "does not handle ssl") -> noTls();
            case Exception other when mentions(other, "invalid ssl connection message") -> notPostgres();
            case Exception other
            when mentions(other, "connection might get lost", "connection is closed", "connection was closed") ->
                closedEarly();
            default -> null;
        };
    }

    /** Java says in words only what is wrong with a certificate. */
    private static ConnectFailure ofCertificate(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no name matching")
                || lower.contains("subject alternative")
                || lower.contains("no subject")) {
            return fatal("the server's certificate is for another name (" + words
                    + "). Put the name that it is for into" + " the URL, or use sslmode=verify-ca.");
        }
        if (lower.contains("expired") || lower.contains("notafter")) {
            return fatal("the server's certificate has expired (" + words + "). Renew it on the server.");
        }
        if (lower.contains("path")
                || lower.contains("trust")
                || lower.contains("signed")
                || lower.contains("unknown_ca")) {
            return fatal("the server's certificate is not trusted (" + words
                    + "). Name the authority that signed it with" + " sslrootcert=/path/to/root.crt.");
        }
        return fatal("TLS could not be agreed on (" + words + "). Look at the URL's sslmode and at the server's TLS.");
    }

    private static ConnectFailure noTls() {
        return fatal(
                "the server does not speak TLS, and the URL's sslmode asks for it. Turn TLS on at the server, or set"
                        + " sslmode=disable where the network is trusted.");
    }

    /** A standby may become the primary while a start waits. */
    private static ConnectFailure otherKind(String words) {
        return passing("no server of the wanted kind was found (" + words
                + "). Look at the URL's hosts and at its target_session_attrs.");
    }

    private static ConnectFailure notPostgres() {
        return fatal("what answers there is no PostgreSQL. Look at the URL's host and port.");
    }

    private static ConnectFailure noCertificateFile(Exception file) {
        return fatal("a certificate's file cannot be read: " + words(file) + ". Look at the URL's sslrootcert.");
    }

    private static ConnectFailure tooLate() {
        return passing(
                "no answer in time. Look at the URL's host and port and at firewalls; a distant server may need a"
                        + " higher connect_timeout.");
    }

    private static ConnectFailure closedEarly() {
        return passing(
                "the connection was closed before the server was ready. Look whether PostgreSQL listens at that port,"
                        + " and at its log.");
    }

    static ConnectFailure passing(String message) {
        return new ConnectFailure(message, true);
    }

    static ConnectFailure fatal(String message) {
        return new ConnectFailure(message, false);
    }

    private static boolean mentions(Throwable error, String... words) {
        String message = words(error).toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (message.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** In one line. */
    private static String words(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank()
                ? error.getClass().getSimpleName()
                : message.strip().replaceAll("\\s+", " ");
    }
}
