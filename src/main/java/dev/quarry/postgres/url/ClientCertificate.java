package dev.quarry.postgres.url;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** What the JDBC driver has to be told about a client's certificate. */
final class ClientCertificate {
    private ClientCertificate() {}

    /** The kind of its key, such as RSA or EC, which the driver does not look up; empty where the file is none. */
    static Optional<String> keyAlgorithm(String path) {
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            return Optional.of(CertificateFactory.getInstance("X.509")
                    .generateCertificate(file)
                    .getPublicKey()
                    .getAlgorithm());
        } catch (IOException | GeneralSecurityException unreadable) {
            // The driver says so itself, when it connects.
            return Optional.empty();
        }
    }
}
