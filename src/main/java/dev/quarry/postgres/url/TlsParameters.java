package dev.quarry.postgres.url;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters about encryption, which have to fit each other. */
final class TlsParameters {
    /** In place of a file: the authorities that the JVM trusts. */
    static final String SYSTEM = "system";

    private TlsParameters() {}

    /** Turns {@code ssl=}, which JDBC, asyncpg and others write, into {@code sslmode}. */
    static void mergeSsl(Map<String, String> parameters) {
        String ssl = parameters.remove("ssl");
        if (ssl == null) {
            return;
        }
        String meant = switch (ssl) {
            case "true", "1" -> TlsMode.REQUIRE.text();
            case "false", "0" -> TlsMode.DISABLE.text();
            default -> ssl;
        };
        if (TlsMode.named(meant).isEmpty()) {
            throw InvalidUrl.quoting(
                    "the database URL has ssl=" + ssl + "; allowed are true, false and " + TlsMode.texts());
        }
        String sslMode = parameters.putIfAbsent("sslmode", meant);
        // ssl=true only says that the connection is encrypted, and sslmode may say how well.
        boolean refined = meant.equals("require")
                && TlsMode.named(String.valueOf(sslMode))
                        .map(TlsMode::requiresTls)
                        .orElse(false);
        if (sslMode != null && !sslMode.equals(meant) && !refined) {
            throw InvalidUrl.quoting("the database URL has ssl=" + ssl + " and sslmode=" + sslMode
                    + ", which contradict each other; keep sslmode");
        }
    }

    static void check(Map<String, String> parameters) {
        UrlParameters.oneOf(parameters, "sslmode", TlsMode.texts());
        String rootCertificate = parameters.get("sslrootcert");
        if (SYSTEM.equals(rootCertificate)) {
            String mode = parameters.putIfAbsent("sslmode", TlsMode.VERIFY_FULL.text());
            if (mode != null && !mode.equals(TlsMode.VERIFY_FULL.text())) {
                throw InvalidUrl.quoting("the database URL has sslrootcert=system and sslmode=" + mode
                        + ": anybody can get a certificate from a public authority, so only sslmode=verify-full"
                        + " protects; set that");
            }
        } else if (rootCertificate != null) {
            requirePem("sslrootcert", rootCertificate, "CERTIFICATE");
        }
        checkVerifiable(parameters.get("sslmode"), rootCertificate);
        checkClientCertificate(parameters);
    }

    private static void checkVerifiable(@Nullable String mode, @Nullable String rootCertificate) {
        if (mode != null && mode.startsWith("verify-") && rootCertificate == null) {
            throw InvalidUrl.quoting("the database URL has sslmode=" + mode
                    + " and no sslrootcert: name the file of the authority's certificate, sslrootcert=/path/to/root.crt,"
                    + " or sslmode=verify-full&sslrootcert=system for the authorities that the JVM trusts");
        }
    }

    private static void checkClientCertificate(Map<String, String> parameters) {
        String certificate = parameters.get("sslcert");
        String key = parameters.get("sslkey");
        if (certificate == null && key == null) {
            return;
        }
        if (certificate == null || key == null) {
            throw InvalidUrl.saying("the database URL has only one of sslcert and sslkey; a client's certificate"
                    + " takes both, or neither");
        }
        if (TlsMode.DISABLE.text().equals(parameters.get("sslmode"))) {
            throw InvalidUrl.saying("the database URL has sslcert and sslmode=disable: a certificate is only shown"
                    + " on an encrypted connection; set sslmode=require or better");
        }
        requirePem("sslcert", certificate, "CERTIFICATE");
        // The one form that the server's client and the JDBC driver both read.
        requirePem("sslkey", key, "PRIVATE KEY");
        if (!key.endsWith(".key") && !key.endsWith(".pem")) {
            // The JDBC driver goes by the name, and takes any other file for DER.
            throw InvalidUrl.quoting(
                    "the database URL has sslkey=" + key + "; the file's name has to end in .key or .pem");
        }
    }

    private static void requirePem(String parameter, String path, String label) {
        if (!read(parameter, path).contains("-----BEGIN " + label + "-----")) {
            String remedy = "sslkey".equals(parameter)
                    ? "; convert it: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key"
                    : "";
            throw InvalidUrl.quoting("the database URL has " + parameter + "=" + path
                    + ", which is no PEM file with BEGIN " + label + remedy);
        }
    }

    private static String read(String parameter, String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException unreadable) {
            throw InvalidUrl.quoting(
                    "the database URL has " + parameter + "=" + path + ", which is not a file that can be read here");
        }
    }
}
