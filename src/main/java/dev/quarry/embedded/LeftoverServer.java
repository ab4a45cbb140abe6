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
 * A PostgreSQL that outlived its service, or only its {@code postmaster.pid}.
 *
 * <p>When the service is killed its server goes on, and a second one on the same cluster would wait for ever. The folder's
 * lock is ours by now, so nobody else uses the leftover: it is stopped, fast, which loses nothing that was committed.
 *
 * <p>When the whole machine or container ended, the number in the file may belong to any process by now. PostgreSQL would
 * take that one for a server and not start: the file then gets a number that no process has, and PostgreSQL finds by itself
 * whether its shared memory is still in use. A PostgreSQL that is not ours is left to its owner.
 */
final class LeftoverServer {
    private static final Logger LOG = Logger.getLogger(LeftoverServer.class);
    private static final long STOP_SECONDS = 30;
    /** Systems count processes up to some millions. */
    private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

    private LeftoverServer() {}

    /** Makes way for a new server: stops the one that {@code cluster/postmaster.pid} names, if it runs. */
    static void clear(DataFolder folder) throws IOException {
        Path pidFile = folder.cluster().resolve("postmaster.pid");
        Optional<ProcessHandle> named = find(pidFile);
        Optional<Path> program =
                named.flatMap(process -> process.info().command()).map(Path::of);
        if (named.isEmpty() || program.isEmpty()) {
            return;
        }
        long pid = named.get().pid();
        if (isUnpackedIn(folder.binaries(), program.get())) {
            LOG.infof("embedded_leftover_stopped pid=%d", pid);
            interrupt(pid);
            awaitEnd(named.get());
        } else if (program.get().getFileName().toString().startsWith("postgres")) {
            throw new IllegalStateException(
                    pidFile + " names process " + pid + ", a PostgreSQL that Quarry did not start"
                            + ". Stop it if it uses this folder; if it does not, delete that file");
        } else {
            LOG.infof("embedded_stale_pid_overwritten pid=%d", pid);
            List<String> lines = Files.readAllLines(pidFile);
            lines.set(0, NOBODY);
            Files.write(pidFile, lines);
        }
    }

    private static Optional<ProcessHandle> find(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    }

    /** Each folder has its own copy of PostgreSQL, so that a program from there is this folder's. */
    static boolean isUnpackedIn(Path binaries, Path program) throws IOException {
        return Files.exists(binaries) && program.startsWith(binaries.toRealPath());
    }

    /** SIGINT asks PostgreSQL for its fast shutdown; the JDK can only send SIGTERM, which waits for clients. */
    private static void interrupt(long pid) throws IOException {
        // The shell has kill built in; small images have no program of that name.
        new ProcessBuilder("sh", "-c", "kill -INT " + pid).start().onExit().join();
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
