package dev.quarry.embedded;

import dev.quarry.postgres.url.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/** One running embedded PostgreSQL and the folder that it owns. */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedServer.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    /** A server that crashed first repeats what its log holds. Cut short, it would begin again, for ever. */
    private static final Duration RECOVERY_DEADLINE = Duration.ofMinutes(15);

    private final DataFolder folder;
    private final EmbeddedPostgres server;
    private final DatabaseUrl url;

    private EmbeddedServer(DataFolder folder, EmbeddedPostgres server, DatabaseUrl url) {
        this.folder = folder;
        this.server = server;
        this.url = url;
    }

    /**
     * Starts the server on {@code dataDir/postgres}, making what is not there yet.
     *
     * @throws IllegalStateException when another service uses the folder, or the server does not come up; the message says
     *     what to do
     */
    public static EmbeddedServer start(Path dataDir) {
        DataFolder folder = DataFolder.open(dataDir.resolve("postgres"));
        try {
            LeftoverServer.clear(folder);
            Cluster cluster = Cluster.of(folder);
            EmbeddedPostgres server = launch(folder, cluster);
            try {
                DatabaseUrl url = cluster.prepare(server);
                return new EmbeddedServer(folder, server, url);
            } catch (RuntimeException error) {
                server.close();
                throw error;
            }
        } catch (IOException | RuntimeException error) {
            folder.close();
            throw new IllegalStateException(
                    "the embedded PostgreSQL did not start in " + folder.path() + ": " + error.getMessage()
                            + ". Its log stands in " + folder.log()
                            + ". Set DATABASE_URL to use a server of your own.",
                    error);
        }
    }

    /** Where it listens, as the role that owns the database and bypasses nothing. */
    public DatabaseUrl url() {
        return url;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException error) {
            LOG.warnf("embedded_stop_failed error=%s", error.getMessage());
        } finally {
            folder.close();
        }
    }

    private static EmbeddedPostgres launch(DataFolder folder, Cluster cluster) throws IOException {
        File log = folder.log().toFile();
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.binaries().toFile())
                .setDataDirectory(folder.cluster())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(cluster.isFresh() ? START_DEADLINE : RECOVERY_DEADLINE)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log));
        cluster.superuserConnection().forEach(builder::setConnectConfig);
        SERVER_SETTINGS.forEach(builder::setServerConfig);
        Files.createDirectories(folder.binaries());
        return builder.start();
    }

    private static final Map<String, String> SERVER_SETTINGS = Map.of(
            // The library turns both off, for tests that throw their data away. Ours is meant to last.
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "max_connections", "100",
            "shared_buffers", "256MB",
            "work_mem", "16MB",
            "maintenance_work_mem", "128MB",
            "max_wal_size", "2GB",
            "listen_addresses", "127.0.0.1");
}
