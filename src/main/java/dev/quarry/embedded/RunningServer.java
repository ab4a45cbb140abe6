package dev.quarry.embedded;

import dev.quarry.postgres.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The embedded server that another process runs in a data folder. It is looked at, never touched. */
public final class RunningServer {
    private static final int PORT_LINE = 3;

    private RunningServer() {}

    /** Where it listens; empty when none runs there, or none that this user may look at. */
    public static Optional<DatabaseUrl> find(Path dataDir) {
        Path folder = dataDir.resolve("postgres").toAbsolutePath().normalize();
        try {
            Path pidFile = folder.resolve("cluster").resolve("postmaster.pid");
            if (!Files.isReadable(pidFile) || !Files.isReadable(folder.resolve("password"))) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() <= PORT_LINE || !isRunning(lines.getFirst().strip(), folder.resolve("binaries"))) {
                return Optional.empty();
            }
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return Optional.of(Cluster.url(
                    port, Files.readString(folder.resolve("password")).strip()));
        } catch (IOException | NumberFormatException stoppedMeanwhile) {
            return Optional.empty();
        }
    }

    private static boolean isRunning(String pid, Path binaries) throws IOException {
        Optional<String> program = ProcessHandle.of(Long.parseLong(pid))
                .flatMap(process -> process.info().command());
        return program.isPresent() && LeftoverServer.isUnpackedIn(binaries, Path.of(program.get()));
    }
}
