package dev.quarry.postgres.url;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of several hosts will do, in libpq's words.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS">libpq</a>
 */
public enum TargetSession {
    /** The first that answers. */
    ANY("any"),
    /** Transactions may write: no standby, and not read only by its configuration. */
    READ_WRITE("primary"),
    /** Transactions may not write: a standby, or read only by its configuration. */
    READ_ONLY("secondary"),
    PRIMARY("primary"),
    STANDBY("secondary"),
    /** A standby; when no host is one, the first that answers. */
    PREFER_STANDBY("preferSecondary");

    private final String jdbcName;

    TargetSession(String jdbcName) {
        this.jdbcName = jdbcName;
    }

    /** As it stands in a URL. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a session of this kind will do. */
    public boolean accepts(boolean inRecovery, boolean readOnlyByDefault) {
        return switch (this) {
            case ANY -> true;
            case READ_WRITE -> !inRecovery && !readOnlyByDefault;
            case READ_ONLY -> inRecovery || readOnlyByDefault;
            case PRIMARY -> !inRecovery;
            case STANDBY, PREFER_STANDBY -> inRecovery;
        };
    }

    /** The nearest that the JDBC driver knows: it tells servers apart by {@code transaction_read_only} alone. */
    String jdbcName() {
        return jdbcName;
    }

    static Optional<TargetSession> named(String text) {
        return Arrays.stream(values())
                .filter(target -> target.text().equals(text))
                .findFirst();
    }

    static List<String> texts() {
        return Arrays.stream(values()).map(TargetSession::text).toList();
    }
}
