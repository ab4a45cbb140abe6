package dev.quarry.postgres.server;

import java.util.Optional;

/**
 * A server's version.
 *
 * @param number as {@code server_version_num} has it: 150004 is 15.4
 */
public record ServerVersion(int number) {
    /** The oldest that is tested. */
    public static final int OLDEST_MAJOR = 15;

    private static final int MAJOR = 10_000;

    public int major() {
        return number / MAJOR;
    }

    /** Why Quarry does not run on it; empty when it does. */
    public Optional<String> refusal() {
        return major() >= OLDEST_MAJOR
                ? Optional.empty()
                : Optional.of("the server is PostgreSQL " + this + "; Quarry needs " + OLDEST_MAJOR
                        + " or newer. Upgrade it, or use another one.");
    }

    @Override
    public String toString() {
        return major() + "." + number % MAJOR;
    }
}
