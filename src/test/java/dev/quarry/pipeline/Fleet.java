package dev.quarry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.pipeline.PipelineProcess.Answer;
import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.role.Role;
import dev.quarry.testing.FreePort;
import dev.quarry.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Processes on one database with one provider. Closed, it leaves none of them behind. */
final class Fleet implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int DIMENSIONS = 16;
    private static final int WRITERS = 6;

    private final String name;
    private final PipelineDatabase database;
    private final StubProvider provider = StubProvider.start(DIMENSIONS);
    private final List<PipelineProcess> processes = new CopyOnWriteArrayList<>();

    private Fleet(String name, PipelineDatabase database) {
        this.name = name;
        this.database = database;
    }

    /** @param name the database's, and its processes' logs' */
    static Fleet on(DatabaseUrl server, String name) {
        return new Fleet(name, PipelineDatabase.create(server, name));
    }

    PipelineDatabase database() {
        return database;
    }

    StubProvider provider() {
        return provider;
    }

    /** Does not wait until it is ready. */
    PipelineProcess begin(Role role, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "DATABASE_URL", database.url(),
                "QUARRY_EMBEDDING_PROVIDER", "http",
                "QUARRY_EMBEDDING_URL", provider.url(),
                "QUARRY_EMBEDDING_MODEL", "stub",
                "QUARRY_EMBEDDING_DIMENSIONS", Integer.toString(DIMENSIONS),
                "QUARRY_INGEST_INTERVAL", "1s",
                "QUARRY_INGEST_RETRY_AFTER", "500ms",
                "QUARRY_JOB_INTERVAL", "1s",
                "QUARRY_JOB_RETRY_AFTER", "500ms",
                "QUARRY_JOB_LEASE", "3s"));
        all.putAll(settings);
        try {
            Path log = Files.createDirectories(Path.of("target", "pipeline"))
                    .resolve(name + "-" + (processes.size() + 1) + "-" + role + ".log");
            PipelineProcess process = PipelineProcess.start(role, FreePort.find(), all, log);
            processes.add(process);
            return process;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    PipelineProcess start(Role role, Map<String, String> settings) {
        PipelineProcess process = begin(role, settings);
        await().atMost(PATIENCE).until(process::isReady);
        return process;
    }

    /** Stores many documents, by a few writers at once. */
    void store(PipelineProcess server, int first, int count) {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<String>> stored = IntStream.range(first, first + count)
                    .mapToObj(number -> writers.submit(() -> store(server, Texts.document(number))))
                    .toList();
            assertThat(stored).allSatisfy(one -> assertThat(one.get()).isNotEmpty());
        }
    }

    /** @return the document's id */
    @CanIgnoreReturnValue
    static String store(PipelineProcess server, Map<String, Object> document) {
        Answer answer = server.post("/api/v1/documents", document);
        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
        return answer.body().get("id").asText();
    }

    /** @return the job's id */
    static String batch(PipelineProcess server) {
        Answer answer = server.post("/api/v1/admin/embeddings/batch", Map.of());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().get("job_id").asText();
    }

    /** Waits until every document is ready and nobody holds anything, and looks whether all vectors are there. */
    void awaitAllReady(long documents) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.documents("ready")).isEqualTo(documents));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(database.openJobs()).as("open jobs").isZero();
            assertThat(database.leases()).as("leases").isZero();
            assertThat(database.lockHolders()).as("locks").isEmpty();
        });
        assertThat(database.vectors()).as("vectors").isEqualTo(database.chunks());
        assertThat(provider.embedded()).hasSizeGreaterThanOrEqualTo((int) database.chunks());
    }

    /** How often the provider embedded a text. */
    long textsEmbedded() {
        return provider.embedded().values().stream()
                .mapToLong(Integer::intValue)
                .sum();
    }

    long logged(String event) {
        return processes.stream().mapToLong(process -> process.logged(event)).sum();
    }

    @Override
    public void close() {
        processes.forEach(PipelineProcess::close);
        provider.close();
    }
}
