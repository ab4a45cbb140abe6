package dev.quarry.postgres.server;

import static dev.quarry.postgres.server.ConnectFailure.fatal;
import static dev.quarry.postgres.server.ConnectFailure.passing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a server that was reached refused the connection, by its SQLSTATE. Its words may be in any language: they are quoted,
 * and only tell apart what shares a state.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
 */
final class RefusedConnection {
    private RefusedConnection() {}

    static @Nullable ConnectFailure explain(String state, @Nullable String message) {
        String words = message == null ? "SQLSTATE " + state : message.strip().replaceAll("\\s+", " ");
        return switch (state) {
            case "28P01" ->
                fatal("the password is wrong or the role does not exist (" + words + "). Look at the URL's user and"
                        + " password; percent-encode @ : / ? & % in them.");
            case "28000" -> notLetIn(words);
            case "3D000" ->
                fatal("the database does not exist (" + words
                        + "). Create it (create database NAME owner ROLE), or look" + " at the URL's database.");
            case "42501" ->
                fatal("the role may not use the database (" + words
                        + "). Grant it: grant connect on database NAME to ROLE.");
            case "53300" -> tooMany(words);
            case "57P03" -> passing("the server is starting, recovering or stopping (" + words + "). Wait for it.");
            case "57P01", "57P02" -> passing("the server is stopping (" + words + "). Start it again.");
            // What a driver says of the network: its cause, if there is one, says more.
            case "08000", "08001", "08003", "08004", "08006", "08P01" -> poolerOrNetwork(words);
            default ->
                state.startsWith("28") || state.startsWith("53") || state.startsWith("57P") || state.startsWith("XX")
                        ? fatal("the server refused the connection (" + words + ", SQLSTATE " + state + ").")
                        : null;
        };
    }

    private static ConnectFailure notLetIn(String words) {
        if (words.contains("pg_hba.conf")) {
            return fatal("the server's pg_hba.conf does not let this role in from here (" + words
                    + "). Add a line for it" + " there; where it asks for hostssl, set sslmode=require.");
        }
        return fatal("the server does not let this role in (" + words
                + "). Look at the URL's user: it must exist and be" + " allowed to log in.");
    }

    private static ConnectFailure tooMany(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        String limit = lower.contains("role")
                ? "the role's connection limit (alter role NAME connection limit N)"
                : lower.contains("database")
                        ? "the database's connection limit (alter database NAME connection limit N)"
                        : "the server's max_connections";
        return passing("the server takes no further connection (" + words + "). Lower quarry.pool.*.pool-size and"
                + " max-overflow, run fewer instances, or raise " + limit + ".");
    }

    /** PgBouncer's own refusals have a state of the protocol, and are always in English. */
    private static ConnectFailure poolerOrNetwork(String words) {
        if (words.contains("max_client_conn")) {
            return passing("the pooler takes no further client (" + words + "). Lower quarry.pool.*.pool-size and"
                    + " max-overflow, or raise the pooler's max_client_conn.");
        }
        if (words.contains("startup parameter")) {
            return fatal("a pooler that does not take all settings of a session (" + words + "). If it gives every"
                    + " transaction another session, set QUARRY_POOL_MODE=transaction and DATABASE_DIRECT_URL; in any case"
                    + " its ignore_startup_parameters can name what it is to let through.");
        }
        return passing("the server or a pooler before it ended the connection (" + words
                + "). Look at the URL and at their" + " logs.");
    }
}
