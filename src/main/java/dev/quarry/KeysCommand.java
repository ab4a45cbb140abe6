package dev.quarry;

import dev.quarry.embedded.RunningServer;
import dev.quarry.failure.Failure;
import dev.quarry.http.PathParameters;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.tenant.key.ApiKey;
import dev.quarry.tenant.key.KeyDesk;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@code quarry keys create|list|revoke}: keys made by those who have the database, such as the first one. It speaks to the
 * database that the service uses, and the service need not run.
 */
final class KeysCommand {
    static final String USAGE = """
            usage: quarry keys create --name NAME --role reader|writer|admin [--tenant NAME] [--expires 90d]
                   quarry keys create --name NAME --role operator [--expires 90d]
                   quarry keys list
                   quarry keys revoke ID
            with DATABASE_URL and what else the service has in its environment""";

    private static final String NO_SUCH_TABLE = "42P01";

    private static final int WELL = 0;
    private static final int TROUBLE = 1;
    private static final int WRONG_USAGE = 2;

    private final PrintStream out;
    private final PrintStream errors;

    KeysCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /** @return the process's exit code */
    int run(List<String> arguments, Path dataDir) {
        Function<SqlConnection, Uni<Integer>> work;
        try {
            work = work(arguments);
        } catch (IllegalArgumentException wrong) {
            errors.println(wrong.getMessage());
            errors.println(USAGE);
            return WRONG_USAGE;
        }
        // As for the doctor: Netty would have the JDK warn of how it takes memory.
        System.setProperty("io.netty.noUnsafe", "true");
        try {
            return OwnersVisit.to(urls(dataDir), EarlySettings.read().pools()).transaction(work);
        } catch (Failure refused) {
            errors.println(refused.getMessage());
            return TROUBLE;
        } catch (PgException error) {
            errors.println(
                    NO_SUCH_TABLE.equals(error.getSqlState())
                            ? "The database has no tables for keys yet: start the service once, it makes them."
                            : "FAIL  " + error.getErrorMessage());
            return TROUBLE;
        } catch (RuntimeException error) {
            errors.println("FAIL  " + StartFailure.describe(error));
            return TROUBLE;
        }
    }

    /** What the arguments ask for; it prints what came of it, and gives the exit code. */
    private Function<SqlConnection, Uni<Integer>> work(List<String> arguments) {
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (verb) {
            case "create" -> {
                KeyArguments key = KeyArguments.read(rest);
                yield connection -> KeyDesk.create(connection, key.name(), key.role(), key.tenant(), key.expiresAt())
                        .map(this::show);
            }
            case "list" -> {
                require(rest.isEmpty(), "list takes no arguments");
                yield connection -> KeyDesk.list(connection).map(this::show);
            }
            case "revoke" -> {
                require(rest.size() == 1, "revoke takes a key's id");
                var id = id(rest.getFirst());
                yield connection -> KeyDesk.revoke(connection, id).map(this::revoked);
            }
            default -> throw new IllegalArgumentException("keys are created, listed or revoked");
        };
    }

    /** The key alone goes to standard output: a script can take it from there. */
    private int show(String key) {
        out.println(key);
        errors.println("This is the only time that the key is shown.");
        return WELL;
    }

    private int show(List<ApiKey> keys) {
        for (ApiKey key : keys) {
            out.println("%s  %-16s  %-8s  %-20s  %-8s  %s"
                    .formatted(
                            key.id(),
                            key.prefix(),
                            key.role().label(),
                            key.tenant() == null ? "(all tenants)" : key.tenant(),
                            key.revokedAt() == null ? "" : "revoked",
                            key.name()));
        }
        return WELL;
    }

    private int revoked(boolean known) {
        errors.println(known ? "revoked" : "there is no such key");
        return known ? WELL : TROUBLE;
    }

    private static DatabaseUrls urls(Path dataDir) {
        NamedDatabases named = NamedDatabases.find(System.getProperties(), SecretFiles.addedTo(System.getenv()));
        DatabaseUrl main = named.main()
                .or(() -> RunningServer.find(dataDir))
                .orElseThrow(
                        () -> new IllegalStateException("DATABASE_URL is not set, and no embedded PostgreSQL runs in "
                                + dataDir + ": start the service first, or name its database"));
        return named.with(main, EarlySettings.read().pools().mode());
    }

    private static UUID id(String text) {
        try {
            return PathParameters.uuid("the id", text);
        } catch (Failure.Invalid invalid) {
            throw new IllegalArgumentException(invalid.getMessage(), invalid);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
