package dev.quarry.benchmark;

import dev.quarry.client.DocumentLoader;
import dev.quarry.client.DocumentUpload;
import dev.quarry.client.QuarryClient;
import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.evaluation.PrivateService;
import dev.quarry.postgres.url.DatabaseUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** An empty database, and the packaged service on it: first to store documents, then, with its default settings, to work. */
final class BenchmarkService implements AutoCloseable {
    private final Path folder;
    private final EmbeddedServer server;

    BenchmarkService(Path folder) {
        this.folder = folder;
        this.server = EmbeddedServer.start(folder);
    }

    DatabaseUrl database() {
        return server.url();
    }

    /** Stores them all; none is embedded yet. */
    void store(List<DocumentUpload> documents, IntConsumer progress) throws InterruptedException {
        try (PrivateService service = start(Map.of("QUARRY_INGEST_WATCH", "false"));
                QuarryClient client = new QuarryClient(service.address())) {
            var _ = new DocumentLoader(client).load(documents, progress);
        }
    }

    PrivateService startWithDefaults() throws InterruptedException {
        return start(Map.of());
    }

    private PrivateService start(Map<String, String> settings) throws InterruptedException {
        DatabaseUrl url = server.url();
        Map<String, String> environment = new java.util.HashMap<>(settings);
        environment.put(
                "DATABASE_URL",
                "postgresql://%s:%s@%s:%d/%s"
                        .formatted(
                                url.user(),
                                url.password(),
                                url.hosts().getFirst().host(),
                                url.hosts().getFirst().port(),
                                url.database()));
        return PrivateService.start(folder.resolve("data"), folder.resolve("service.log"), environment);
    }

    @Override
    public void close() {
        server.close();
    }
}
