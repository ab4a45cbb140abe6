package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.FreePort;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import dev.quarry.testing.StubProvider;
import dev.quarry.testing.StubProvider.Behaviour;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents taken together, and a model elsewhere that is told what to do. The watcher rests: the test is the worker. */
@ServiceTest
@TestProfile(StoppedPortionTest.Elsewhere.class)
class StoppedPortionTest {
    private static StubProvider stub;

    @Inject
    DocumentIndexer indexer;

    @Inject
    Rows rows;

    @BeforeAll
    static void start() {
        URI url = URI.create(ConfigProvider.getConfig().getValue("quarry.embedding.url", String.class));
        stub = StubProvider.start(32, url.getPort());
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    /** The portion is refused, and the first of its documents, which are tried one by one then, is never answered. */
    @Test
    void a_portion_that_is_stopped_at_one_of_its_documents_gives_all_back() {
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> Api.store("Stopped " + i, "Locker %d of the stopped.".formatted(i)))
                .toList();
        Portion portion =
                new Portion(TenantId.DEFAULT, ids.stream().map(UUID::fromString).toList());
        stub.always(Behaviour.silence());
        stub.next(1, Behaviour.status(400, "{\"error\": \"no\"}"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Map<UUID, IndexOutcome>> work = threads.submit(() -> indexer.index(portion, Turn.WHEN_DUE));
            await().until(() -> stub.received().size() == 2 && stub.underWay() == 1);
            assertThat(ids).allSatisfy(id -> assertThat(Api.status(id)).isEqualTo("indexing"));

            assertThat(work.cancel(true)).isTrue();

            await().untilAsserted(() ->
                    assertThat(ids).allSatisfy(id -> assertThat(Api.status(id)).isEqualTo("pending")));
        }
        assertThat(rows.number("select count(*) from documents where claimed_by is not null"))
                .isZero();
        stub.recover();
        assertThat(indexer.index(portion, Turn.WHEN_DUE).values())
                .hasSize(3)
                .allMatch(IndexOutcome.Indexed.class::isInstance);
    }

    /** Nobody embeds but the test. */
    public static class Elsewhere implements QuarkusTestProfile {
        /** The profile is loaded apart from the test, and cannot hand it an object. */
        private static final int PORT = FreePort.find();

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.role", "server",
                    "quarry.embedding.provider", "http",
                    "quarry.embedding.url", "http://127.0.0.1:" + PORT,
                    "quarry.embedding.model", "stub",
                    "quarry.embedding.dimensions", "32");
        }
    }
}
