package dev.quarry.postgres.url;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a connection is encrypted and whose certificate is believed, in libpq's words.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION">libpq's table</a>
 */
public enum TlsMode {
    /** Never encrypted. */
    DISABLE,
    /** Encrypted only when the server refuses plain text. */
    ALLOW,
    /** Encrypted where the server can; the default. */
    PREFER,
    /** Encrypted. The certificate's chain is verified where {@code sslrootcert} stands, its name never. */
    REQUIRE,
    /** Encrypted, by a certificate that leads to {@code sslrootcert}. */
    VERIFY_CA,
    /** The same, and the certificate is made out to the host that the URL names. */
    VERIFY_FULL;

    /** As it stands in a URL. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a connection in plain text is refused. */
    public boolean requiresTls() {
        return compareTo(REQUIRE) >= 0;
    }

    static Optional<TlsMode> named(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }

    static List<String> texts() {
        return Arrays.stream(values()).map(TlsMode::text).toList();
    }
}
