package dev.quarry.benchmark;

import dev.quarry.client.DocumentLoader;
import dev.quarry.client.DocumentUpload;
import dev.quarry.client.QuarryClient;
import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.evaluation.PrivateService;
import dev.quarry.postgres.url.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** An empty database, and the packaged service on it: first to store documents, then, with its default settings, to work. */
final class BenchmarkService implements AutoCloseable {
    private static final String DATABASE_VARIABLE = "DATABASE_URL";

    private final Path folder;
    private final DatabaseUrl database;
    /** Null when the database is somebody else's. */
    private final @Nullable EmbeddedServer server;

    private BenchmarkService(Path folder, DatabaseUrl database, @Nullable EmbeddedServer server) {
        this.folder = folder;
        this.database = database;
        this.server = server;
    }

    /** On an embedded server; the name begins its folder's. */
    static BenchmarkService embedded(String name) {
        Path folder = newFolder(name);
        EmbeddedServer server = EmbeddedServer.start(folder);
        return new BenchmarkService(folder, server.url(), server);
    }

    /** On the database that the environment names; on an embedded server where it names none. */
    static BenchmarkService inEnvironment(String name) {
        String url = System.getenv(DATABASE_VARIABLE);
        return url == null || url.isBlank()
                ? embedded(name)
                : new BenchmarkService(newFolder(name), DatabaseUrl.parse(url), null);
    }

    DatabaseUrl database() {
        return database;
    }

    /** Stores them all; none is embedded yet. */
    void store(List<DocumentUpload> documents, IntConsumer progress) throws InterruptedException {
        try (PrivateService service = start(Map.of("QUARRY_INGEST_WATCH", "false"));
                QuarryClient client = new QuarryClient(service.address())) {
            var _ = new DocumentLoader(client).load(documents, progress);
        }
    }

    /** @param settings beside the default ones */
    PrivateService start(Map<String, String> settings) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put(
                DATABASE_VARIABLE,
                "postgresql://%s:%s@%s:%d/%s"
                        .formatted(
                                database.user(),
                                database.password(),
                                database.hosts().getFirst().host(),
                                database.hosts().getFirst().port(),
                                database.database()));
        return PrivateService.start(folder.resolve("data"), folder.resolve("service.log"), environment);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    private static Path newFolder(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), name)
                    .toAbsolutePath();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
