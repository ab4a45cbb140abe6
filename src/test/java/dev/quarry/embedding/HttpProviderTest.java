package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.quarry.testing.Api;
import dev.quarry.testing.FreePort;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import dev.quarry.testing.StubProvider;
import dev.quarry.testing.StubProvider.Behaviour;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service with a model that runs elsewhere. */
@ServiceTest
@TestProfile(HttpProviderTest.Elsewhere.class)
class HttpProviderTest {
    private static final String KEY = "sk-must-not-be-seen";

    private static StubProvider stub;

    @Inject
    Rows rows;

    @Inject
    EmbeddingSpaces spaces;

    /** The service does not need its provider to start: its dimensions are set. */
    @BeforeAll
    static void start() {
        URI url = URI.create(ConfigProvider.getConfig().getValue("quarry.embedding.url", String.class));
        stub = StubProvider.start(32, url.getPort());
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    @Test
    void a_document_is_embedded_elsewhere_and_found_by_its_vector() {
        String id = Api.store("Pump", "The impeller is replaced every 200 hours.");
        Api.awaitReady(id);
        Api.search("impeller", 3, "vector").body("degraded", equalTo(false)).body("hits.document_id", hasItem(id));
        assertThat(stub.embedded()).containsKey("impeller");
        assertThat(stub.received().getLast().authorization()).isEqualTo("Bearer " + KEY);
    }

    @Test
    void a_provider_that_refuses_is_named_in_the_document_and_the_key_is_not() {
        stub.next(50, Behaviour.status(401, "{\"error\": {\"message\": \"bad key " + KEY + "\"}}"));
        String id = Api.store("Refused", "Nobody embeds this.");
        await().until(() -> "failed".equals(Api.status(id)));
        Api.get(Api.DOCUMENTS + "/" + id)
                .body("error", containsString("does not accept the key"))
                .body("error", containsString("QUARRY_EMBEDDING_API_KEY"))
                .body("error", not(containsString(KEY)));
        stub.recover();
        Api.awaitReady(id);
    }

    @Test
    void one_document_that_it_refuses_does_not_hold_up_those_taken_together_with_it() {
        stub.always(Behaviour.refusing("poison"));
        String[] ids = new String[4];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Api.store("Neighbour " + i, i == 2 ? "This is poison." : "The bilge of compartment " + i + ".");
            String id = ids[i];
            await().until(() -> Set.of("ready", "failed").contains(Api.status(id)));
        }
        rows.execute("update documents set status = 'pending', attempts = 0, error = null, next_attempt_at = 'infinity'"
                + " where title like 'Neighbour%'");
        rows.execute("delete from " + spaces.serving().space().index().vectorTable()
                + " where chunk_id in (select c.id from document_chunks c join documents d on d.id = c.document_id"
                + " where d.title like 'Neighbour%')");
        int before = stub.received().size();

        rows.execute("update documents set next_attempt_at = now() where title like 'Neighbour%'");

        await().untilAsserted(() ->
                assertThat(Arrays.stream(ids).map(Api::status)).containsExactly("ready", "ready", "failed", "ready"));
        assertThat(stub.received().subList(before, stub.received().size()))
                .anyMatch(request -> request.texts().size() == ids.length);
        stub.recover();
        Api.awaitReady(ids[2]);
    }

    @Test
    void what_a_provider_asks_for_at_one_document_holds_for_all() {
        stub.always(Behaviour.tooMany("5"));
        int before = stub.received().size();
        List<String> ids = IntStream.range(0, 6)
                .mapToObj(i -> Api.store("Postponed " + i, "Nobody has time for number %d.".formatted(i)))
                .toList();
        await().until(() -> stub.received().size() > before);

        // Each of the two places may have asked before the first answer came.
        await().during(Duration.ofSeconds(3)).until(() -> stub.received().size() <= before + 2);

        stub.recover();
        ids.forEach(Api::awaitReady);
    }

    @Test
    void its_requests_are_counted() {
        Api.search("anything", 1, "vector");
        String metrics = RestAssured.get("/q/metrics").asString();
        assertThat(metrics)
                .contains("quarry_embedding_request_seconds_count{")
                .contains("quarry_embedding_breaker{model=\"stub\"}")
                .doesNotContain(KEY);
    }

    /** Provider, model and key as somebody would set them. */
    public static class Elsewhere implements QuarkusTestProfile {
        /** The profile is loaded apart from the test, and cannot hand it an object. */
        private static final int PORT = FreePort.find();

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.embedding.provider", "http",
                    "quarry.embedding.url", "http://127.0.0.1:" + PORT,
                    "quarry.embedding.model", "stub",
                    "quarry.embedding.api-key", KEY,
                    "quarry.embedding.dimensions", "32");
        }
    }
}
