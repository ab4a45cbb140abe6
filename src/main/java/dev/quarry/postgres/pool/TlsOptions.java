package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.postgres.url.TlsMode;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificate is believed on an encrypted connection, and which one is shown.
 *
 * <p>As libpq has it, the chain is verified in every mode as soon as there is an {@code sslrootcert}; the name only with
 * {@code verify-full}.
 */
record TlsOptions(
        boolean verifiesName,
        @Nullable String rootCertificate,
        @Nullable String clientCertificate,
        @Nullable String clientKey) {

    static TlsOptions of(DatabaseUrl url) {
        return new TlsOptions(
                url.sslMode() == TlsMode.VERIFY_FULL,
                url.parameters().get("sslrootcert"),
                url.parameters().get("sslcert"),
                url.parameters().get("sslkey"));
    }

    void applyTo(PgConnectOptions options) {
        if (rootCertificate == null) {
            options.setTrustAll(true);
        } else if ("system".equals(rootCertificate)) {
            options.setTrustOptions(trustedByTheJvm());
        } else {
            options.setPemTrustOptions(new PemTrustOptions().addCertPath(rootCertificate));
        }
        options.setSslMode(verifiesName ? SslMode.VERIFY_FULL : SslMode.REQUIRE);
        // No algorithm: no look at the name.
        options.setHostnameVerificationAlgorithm(verifiesName ? "HTTPS" : "");
        if (clientCertificate != null && clientKey != null) {
            options.setPemKeyCertOptions(
                    new PemKeyCertOptions().addCertPath(clientCertificate).addKeyPath(clientKey));
        }
    }

    private static TrustOptions trustedByTheJvm() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            return TrustOptions.wrap(trust);
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException("the JVM's own trust store cannot be read", error);
        }
    }
}
