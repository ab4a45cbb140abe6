package dev.quarry.testing;

import dev.quarry.DatabaseAddress;
import dev.quarry.postgres.url.DatabaseUrl;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of one test's own, which it may stop, start again on the same data and port, and freeze. */
public class RestartableServer implements QuarkusTestResourceLifecycleManager {
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private @Nullable Path folder;
    private @Nullable EmbeddedPostgres server;
    private int port;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "restartable-server-");
            port = FreePort.find();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        startServer();
        Map<String, String> settings = new HashMap<>(
                DatabaseAddress.properties(DatabaseUrl.parse("postgresql://postgres@127.0.0.1:" + port + "/postgres")));
        // Whatever the other tests' server offers: this one has core SQL only.
        settings.put("quarry.embedding.index", "portable");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(RestartableServer.class));
    }

    @Override
    public void stop() {
        stopServer();
        if (folder != null) {
            Folders.deleteTree(folder);
        }
    }

    public void startServer() {
        if (folder == null) {
            throw new IllegalStateException("the resource has not been started");
        }
        try {
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(folder.resolve("cluster"))
                    .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_DEADLINE)
                    .start();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Ends every session and the server, as an administrator's fast shutdown does. */
    public void stopServer() {
        try {
            if (server != null) {
                server.close();
                server = null;
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The kernel goes on taking connections and packets; nobody answers them. */
    public void freeze() {
        // The parent first, so that there is no child that we do not see.
        signal("-STOP", List.of(postmaster()));
        signal("-STOP", postmaster().children().toList());
    }

    public void thaw() {
        signal(
                "-CONT",
                Stream.concat(postmaster().children(), Stream.of(postmaster())).toList());
    }

    private ProcessHandle postmaster() {
        if (folder == null) {
            throw new IllegalStateException("the resource has not been started");
        }
        try {
            String pid =
                    Files.readAllLines(folder.resolve("cluster/postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            // A child may have ended meanwhile: that is no failure.
            if (exit > 1) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + exit);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
