package dev.quarry;

import dev.quarry.doctor.Doctor;
import dev.quarry.embedded.RunningServer;
import dev.quarry.postgres.url.DatabaseUrl;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** {@code quarry doctor}: examines the databases that the environment names, or the embedded one where it runs. */
final class DoctorCommand {
    private static final int WELL = 0;
    private static final int TROUBLE = 1;
    private static final int WRONG_USAGE = 2;

    private DoctorCommand() {}

    /** @return the process's exit code: 0 unless something is wrong */
    static int run(String[] arguments, Path dataDir, PrintStream out) {
        if (arguments.length > 1) {
            out.println("usage: quarry doctor, with DATABASE_URL and what else the service has in its environment");
            return WRONG_USAGE;
        }
        // Netty takes memory in a way that the JDK warns of, into the middle of the report; this much needs none of it.
        System.setProperty("io.netty.noUnsafe", "true");
        try {
            EarlySettings settings = EarlySettings.read();
            NamedDatabases named = NamedDatabases.find(System.getProperties(), SecretFiles.addedTo(System.getenv()));
            Optional<DatabaseUrl> main = named.main().or(() -> RunningServer.find(dataDir));
            if (main.isEmpty()) {
                out.println("DATABASE_URL is not set, and no embedded PostgreSQL runs in " + dataDir
                        + ": there is nothing to examine. make run starts the embedded one.");
                return WELL;
            }
            if (named.main().isEmpty()) {
                out.println("DATABASE_URL is not set; this is the embedded PostgreSQL that runs in " + dataDir + ".");
            }
            Doctor doctor = new Doctor(
                    named.with(main.get(), settings.pools().mode()),
                    settings.pools(),
                    settings.role().works());
            return doctor.examine(out) ? WELL : TROUBLE;
        } catch (RuntimeException error) {
            out.println("FAIL  " + StartFailure.describe(error));
            return TROUBLE;
        }
    }
}
