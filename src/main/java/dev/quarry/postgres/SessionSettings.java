package dev.quarry.postgres;

import java.util.Map;
import java.util.TreeMap;

/**
 * What Quarry's statements take for granted in a session.
 *
 * <p>A session of our own is opened with it. Behind a transaction pooler there is no such session: there every transaction
 * sets it for itself.
 */
enum SessionSettings {
    /** Set when the session was opened. */
    KEPT_BY_THE_SESSION("", true),
    /** Set by each transaction, for itself. */
    SET_BY_THE_TRANSACTION(settingCalls(), false);

    private final String alsoSet;
    private final boolean clientMayCancel;

    SessionSettings(String alsoSet, boolean clientMayCancel) {
        this.alsoSet = alsoSet;
        this.clientMayCancel = clientMayCancel;
    }

    /** Names and values, as they are given when a session is opened. */
    static Map<String, String> forSession() {
        return Map.of(
                "search_path",
                SearchPath.VALUE,
                // Compiling a plan costs more than it saves on statements of a few milliseconds.
                "jit",
                "off");
    }

    /** What the opening of a transaction adds to its settings. */
    String alsoSet() {
        return alsoSet;
    }

    /**
     * Whether a request to cancel a statement may be sent.
     *
     * <p>Not through a pooler: PgBouncer 1.18 to 1.20 ends itself, and with it every client's connections, when the sender
     * of such a request hangs up before it was passed on. There the server's own timeout ends a late statement.
     *
     * @see <a href="https://github.com/pgbouncer/pgbouncer/issues/801">PgBouncer's issue 801</a>
     */
    boolean clientMayCancel() {
        return clientMayCancel;
    }

    private static String settingCalls() {
        StringBuilder calls = new StringBuilder();
        new TreeMap<>(forSession())
                .forEach((name, value) -> calls.append(", set_config('" + name + "', '" + value + "', true)"));
        return calls.toString();
    }
}
