package dev.quarry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL that outlived its service.
 *
 * <p>When the service is killed its server goes on, and a second one on the same cluster would wait for ever. The folder's
 * lock is ours by now, so nobody else uses the leftover: it is stopped, fast, which loses nothing that was committed.
 */
final class LeftoverServer {
    private static final Logger LOG = Logger.getLogger(LeftoverServer.class);
    private static final long STOP_SECONDS = 30;

    private LeftoverServer() {}

    /** Stops the server that {@code cluster/postmaster.pid} names, if it runs. */
    static void stop(Path cluster) throws IOException {
        Optional<ProcessHandle> leftover = find(cluster.resolve("postmaster.pid"));
        if (leftover.isEmpty()) {
            return;
        }
        ProcessHandle server = leftover.get();
        LOG.infof("embedded_leftover_stopped pid=%d", server.pid());
        interrupt(server);
        awaitEnd(server);
    }

    private static Optional<ProcessHandle> find(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        // After a restart of the machine the number may belong to anybody: only a postgres is taken for ours.
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> process.info().command().orElse("").contains("postgres"));
    }

    /** SIGINT asks PostgreSQL for its fast shutdown; the JDK can only send SIGTERM, which waits for clients. */
    private static void interrupt(ProcessHandle server) throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                .start()
                .onExit()
                .join();
    }

    private static void awaitEnd(ProcessHandle server) {
        try {
            server.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillThere) {
            throw new IllegalStateException(
                    "a PostgreSQL left behind (process " + server.pid() + ") does not stop; stop it by hand",
                    stillThere);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        } catch (ExecutionException error) {
            throw new CompletionException(error);
        }
    }
}
