package dev.quarry;

import dev.quarry.embedded.EmbeddedConfig;
import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.embedded.ServerLifecycle;
import dev.quarry.embedded.StartScript;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.url.DatabaseUrl;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the service begins: finds the database, or starts the embedded one, and then starts everything else.
 *
 * <p>The database's address is settled before Quarkus starts, because both of its data sources are made from it.
 */
@QuarkusMain
public final class Quarry {
    private static final String DEFAULT_DATA_DIR = "data";

    private Quarry() {}

    public static void main(String... args) {
        // Before anything logs: whoever is first decides which log manager the process has.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        if (args.length > 0 && "doctor".equals(args[0])) {
            System.exit(DoctorCommand.run(args, dataDir(), System.out));
        }
        if (args.length > 0 && "keys".equals(args[0])) {
            List<String> arguments = List.of(args).subList(1, args.length);
            System.exit(new KeysCommand(System.out, System.err).run(arguments, dataDir()));
        }
        try {
            EarlySettings settings = EarlySettings.read();
            DatabaseAddress.publish(findDatabases(settings), ServerLifecycle.isStarted());
        } catch (RuntimeException error) {
            System.err.println("Quarry cannot start: " + StartFailure.describe(error));
            ServerLifecycle.stopNow();
            System.exit(1);
        }
        Quarkus.run(null, Quarry::exit, args);
    }

    private static void exit(int code, @Nullable Throwable error) {
        if (error != null) {
            System.err.println("Quarry cannot start: " + StartFailure.describe(error));
        }
        // A service that failed to start has not stopped what was started before it.
        ServerLifecycle.stopNow();
        System.exit(code);
    }

    private static DatabaseUrls findDatabases(EarlySettings settings) {
        NamedDatabases named = NamedDatabases.find(System.getProperties(), SecretFiles.addedTo(System.getenv()));
        return named.with(
                named.main().orElseGet(() -> startEmbedded(settings.embedded())),
                settings.pools().mode());
    }

    private static DatabaseUrl startEmbedded(EmbeddedConfig config) {
        EmbeddedServer server = EmbeddedServer.start(dataDir());
        ServerLifecycle.stopWithService(server);
        config.script().ifPresent(script -> StartScript.run(server.url(), script));
        return server.url();
    }

    private static Path dataDir() {
        return Path.of(String.valueOf(firstPresent(
                System.getProperty("quarry.data-dir"), System.getenv("QUARRY_DATA_DIR"), DEFAULT_DATA_DIR)));
    }

    private static @Nullable String firstPresent(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
