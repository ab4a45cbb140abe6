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
    KEPT_BY_THE_SESSION(""),
    /** Set by each transaction, for itself. */
    SET_BY_THE_TRANSACTION(settingCalls());

    private final String alsoSet;

    SessionSettings(String alsoSet) {
        this.alsoSet = alsoSet;
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

    private static String settingCalls() {
        StringBuilder calls = new StringBuilder();
        new TreeMap<>(forSession())
                .forEach((name, value) -> calls.append(", set_config('" + name + "', '" + value + "', true)"));
        return calls.toString();
    }
}
