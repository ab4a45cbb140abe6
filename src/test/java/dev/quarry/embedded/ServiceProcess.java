package dev.quarry.embedded;

import dev.quarry.postgres.url.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A service with an embedded server in a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {
    private static final String READY = "ready ";

    private final Process process;
    private final DatabaseUrl url;

    private ServiceProcess(Process process, DatabaseUrl url) {
        this.process = process;
        this.url = url;
    }

    /** What the process runs: it starts the server, says where it listens, and waits until its input ends. */
    public static void main(String... args) throws IOException {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        try (EmbeddedServer server = EmbeddedServer.start(Path.of(args[0]))) {
            System.out.println(READY + server.url().withPassword());
            int input = System.in.read();
            System.out.println("stopped by " + input);
        }
    }

    static ServiceProcess start(Path dataDir) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ServiceProcess.class.getName(),
                            dataDir.toString())
                    .redirectErrorStream(true)
                    .start();
            return new ServiceProcess(process, awaitReady(process));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    DatabaseUrl url() {
        return url;
    }

    /** Ends it as the kernel does when memory is short: it runs nothing more. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private static DatabaseUrl awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return DatabaseUrl.parse(line.substring(READY.length()));
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the service did not come up: " + said);
    }
}
