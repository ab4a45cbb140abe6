package dev.quarry.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;

import dev.quarry.postgres.Pools;
import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.testing.Api;
import dev.quarry.testing.EventStream;
import dev.quarry.testing.FreePort;
import dev.quarry.testing.ServiceTest;
import dev.quarry.testing.StubChat;
import dev.quarry.testing.StubChat.Behaviour;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Many answers that are written at once, on a pool of twenty connections. */
@ServiceTest
@TestProfile(ManyListenersTest.WithPatience.class)
class ManyListenersTest {
    @Inject
    Pools pools;

    @Test
    void two_hundred_who_listen_hold_no_connection_while_the_model_talks() {
        int listeners = 200;
        Api.store("Sextant", "The sextant measures angles. Its mirrors are adjusted every 14 days.");
        URI url = URI.create(ConfigProvider.getConfig().getValue("quarry.chat.url", String.class));
        StubChat stub = StubChat.start(url.getPort());
        CountDownLatch goOn = new CountDownLatch(1);
        stub.always(Behaviour.after(goOn, "Every 14 days [1] ", "it is."));
        PoolSnapshot pool = main();
        assertThat(pool.poolSize() + pool.maxOverflow()).isEqualTo(20);

        List<EventStream> streams = new ArrayList<>();
        // Ten at a time: it is the model that is waited for here, not the search.
        for (int begun = 0; begun < listeners; begun += 10) {
            List<EventStream> batch = IntStream.range(0, 10)
                    .parallel()
                    .mapToObj(i -> EventStream.post(
                            SessionResourceTest.SESSIONS + "/" + SessionResourceTest.create() + "/messages",
                            Map.of("content", "How often are the mirrors adjusted?", "capabilities", List.of("bm25"))))
                    .toList();
            streams.addAll(batch);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            batch.stream().allMatch(stream -> stream.names().contains("citation")));
        }

        assertThat(stub.underWay()).isEqualTo(listeners);
        await().atMost(Duration.ofSeconds(2)).until(() -> main().inUse() == 0 && main().waiting() == 0);
        Api.get("/q/metrics").body(containsString("quarry_chat_running 200.0"));
        Api.search("sextant", 1, "bm25").body("hits", hasSize(1));

        goOn.countDown();
        streams.forEach(EventStream::awaitEnd);
        assertThat(streams).allSatisfy(stream -> assertThat(stream.names()).endsWith("done"));
        stub.close();
        Api.get("/q/metrics")
                .body(containsString("quarry_answer_seconds_count{kind=\"generated\",outcome=\"supported\"}"));
    }

    private PoolSnapshot main() {
        return pools.snapshots().stream()
                .filter(pool -> pool.name().equals("main"))
                .findFirst()
                .orElseThrow();
    }

    /** A model that may be silent for long. */
    public static class WithPatience implements QuarkusTestProfile {
        /** The profile is loaded apart from the test, and cannot hand it an object. */
        private static final int PORT = FreePort.find();

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarry.chat.url", "http://127.0.0.1:" + PORT + "/v1", "quarry.chat.model", "stub");
        }
    }
}
