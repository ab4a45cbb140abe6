package dev.quarry.evaluation;

import dev.quarry.client.QuarryClient;
import dev.quarry.client.ServiceFailure;
import dev.quarry.command.WrongUsage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service for one measurement: the packaged jar in a process of its own, with an embedded database of its own unless it is
 * given another, on a free port of the loopback address. It is stopped when it is closed, and when this process is asked to end.
 */
public final class PrivateService implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration START_DEADLINE = Duration.ofMinutes(2);
    private static final Duration STOP_DEADLINE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Process process;
    private final URI address;
    private final Path log;
    private final Thread stopAtExit = new Thread(this::stop, "stop-private-service");

    private PrivateService(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    /** Starts it and waits until it is ready. */
    static PrivateService start(Workspace workspace) throws InterruptedException {
        return start(workspace.data(), workspace.log(), Map.of());
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param settings environment variables
     */
    public static PrivateService start(Path data, Path log, Map<String, String> settings) throws InterruptedException {
        if (!Files.isRegularFile(JAR)) {
            throw new WrongUsage("there is no " + JAR
                    + ": package the service first (mvn package), or name a running one in QUARRY_URL");
        }
        PrivateService service = launch(data, log, settings);
        try {
            service.awaitReady();
            return service;
        } catch (InterruptedException | RuntimeException error) {
            service.close();
            throw error;
        }
    }

    public URI address() {
        return address;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then it has run, or finds nothing left to stop.
        }
    }

    private static PrivateService launch(Path data, Path log, Map<String, String> settings) {
        try {
            Files.createDirectories(data);
            int port = freePort();
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            ProcessBuilder builder =
                    new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-jar", JAR.toString());
            keepToItself(builder.environment());
            builder.environment()
                    .putAll(Map.of(
                            "QUARRY_DATA_DIR",
                            data.toString(),
                            "QUARRY_AUTH",
                            "off",
                            "QUARKUS_HTTP_HOST",
                            "127.0.0.1",
                            "QUARKUS_HTTP_PORT",
                            Integer.toString(port)));
            builder.environment().putAll(settings);
            File output = log.toFile();
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(output))
                    .start();
            process.getOutputStream().close();
            return new PrivateService(process, URI.create("http://127.0.0.1:" + port), log);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** A database that the environment names is somebody's; a role would leave half of the service out. */
    private static void keepToItself(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name -> name.startsWith("DATABASE_")
                        || name.startsWith("QUARRY_DATABASE_")
                        || name.equals("SUPABASE_POSTGRES_DSN")
                        || name.equals("QUARRY_ROLE"));
    }

    /** Free now; should somebody take it before the service does, the service ends and says so. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException {
        long began = System.nanoTime();
        try (QuarryClient client = new QuarryClient(address)) {
            while (!client.isReady()) {
                if (!process.isAlive()) {
                    throw new ServiceFailure.Unreachable(
                            "the private service ended with " + process.exitValue() + "; its log is " + log);
                }
                if (System.nanoTime() - began > START_DEADLINE.toNanos()) {
                    throw new ServiceFailure.Unreachable("the private service was not ready after "
                            + START_DEADLINE.toSeconds() + " s; its log is " + log);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException error) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
