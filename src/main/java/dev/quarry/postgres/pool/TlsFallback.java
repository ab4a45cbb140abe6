package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.postgres.url.HostAndPort;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code allow} and {@code prefer} mean: which of plain text and TLS is tried first, and which errors the other may
 * mend.
 *
 * <p>Vert.x tries the other after any error at all, and libpq after most. Here a password that was refused is not sent
 * again in plain text, and under {@code prefer} with an {@code sslrootcert} a certificate that does not lead there is the
 * end, where libpq goes on in plain text: who named an authority did not mean that.
 */
record TlsFallback(DatabaseUrl url, HostAndPort host) {
    /** Vert.x's words for a server that answers the request for TLS with no. */
    private static final String NO_TLS = "does not handle SSL";

    /** Refused by the access rules, which may tell encrypted connections from others; PgBouncer says it by the second. */
    private static final Set<String> REFUSED = Set.of("28000", "08P01");

    /** Whether to encrypt, in the order of the tries. */
    List<Boolean> order() {
        return switch (url.sslMode()) {
            case DISABLE -> List.of(false);
            case ALLOW -> List.of(false, true);
            case PREFER -> List.of(true, false);
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> List.of(true);
        };
    }

    /** Whether the other way may succeed where this one failed. */
    boolean helps(Throwable error) {
        if (error instanceof PgException refusal) {
            return REFUSED.contains(refusal.getSqlState());
        }
        return isAboutTls(error) && !isAboutCertificate(error);
    }

    /** The error in words that name the parameter to change. */
    Throwable explain(Throwable error, @Nullable Throwable before) {
        Throwable clear = error;
        if (saysNoTls(error)) {
            clear = new ConnectException("it has no TLS, and the database URL has sslmode="
                    + url.sslMode().text());
        } else if (isAboutCertificate(error)) {
            clear = new SSLHandshakeException(
                    "the certificate of " + host + " is not accepted with sslmode="
                            + url.sslMode().text() + " and sslrootcert="
                            + url.parameters().get("sslrootcert") + ": "
                            + rootOf(error).getMessage(),
                    error);
        }
        return before instanceof PgException && clear instanceof ConnectException ? before : clear;
    }

    private static boolean isAboutTls(Throwable error) {
        return saysNoTls(error)
                || causes(error).anyMatch(SSLException.class::isInstance)
                || String.valueOf(error.getMessage()).contains("SSL handshake failed");
    }

    private static boolean isAboutCertificate(Throwable error) {
        return causes(error).anyMatch(CertificateException.class::isInstance);
    }

    private static boolean saysNoTls(Throwable error) {
        return String.valueOf(error.getMessage()).contains(NO_TLS);
    }

    private static Throwable rootOf(Throwable error) {
        return causes(error).reduce((outer, inner) -> inner).orElse(error);
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
    }
}
