package dev.quarry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quarry.pipeline.PipelineProcess.Answer;
import dev.quarry.role.Role;
import dev.quarry.testing.StubProvider.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A provider that does badly, and one that has much to do. */
class ProviderFailuresTest extends PipelineTest {
    private static final String QUERY = "what was seen from the mast";
    private static final int SEARCHES = 30;
    private static final long QUERY_DEADLINE_MS = 3_000;

    @Test
    void work_goes_on_by_itself_after_every_failure_and_says_meanwhile_what_is_wrong() {
        PipelineProcess service = fleet.start(
                Role.ALL,
                Map.of(
                        "QUARRY_EMBEDDING_HTTP_RETRIES", "1",
                        "QUARRY_EMBEDDING_HTTP_REQUEST_TIMEOUT", "1s",
                        "QUARRY_EMBEDDING_HTTP_LONGEST_WAIT", "1s",
                        "QUARRY_EMBEDDING_HTTP_BREAKER_OPEN", "1s",
                        "QUARRY_INGEST_LONGEST_RETRY_AFTER", "1s"));
        Map<String, Behaviour> failures = new LinkedHashMap<>();
        failures.put("429", Behaviour.tooMany("2"));
        failures.put("500", Behaviour.status(500, "{\"error\": {\"message\": \"out of memory\"}}"));
        failures.put("garbage", Behaviour.body("<html>Bad Gateway</html>"));
        failures.put("dimensions", Behaviour.dimensions(7));
        failures.put("one_missing", Behaviour.oneMissing());
        failures.put("stops_in_the_middle", Behaviour.stopsInTheMiddle());
        failures.put("silence", Behaviour.silence());
        int number = 0;
        for (Map.Entry<String, Behaviour> failure : failures.entrySet()) {
            fleet.provider().always(failure.getValue());
            String id = Fleet.store(service, Texts.document(++number));
            await().atMost(Fleet.PATIENCE)
                    .until(() -> !document(service, id).get("error").isNull());
            JsonNode failed = document(service, id);
            assertThat(failed.get("status").asText()).isNotEqualTo("ready");

            fleet.provider().recover();
            long began = System.nanoTime();
            fleet.awaitAllReady(number);
            JsonNode ready = document(service, id);
            assertThat(ready.get("error").isNull()).as(ready.toString()).isTrue();
            assertThat(ready.get("attempts").asInt()).isZero();
            figures(
                    "provider=%s status=%s ready_after_ms=%d error=\"%s\"",
                    failure.getKey(),
                    failed.get("status").asText(),
                    Duration.ofNanos(System.nanoTime() - began).toMillis(),
                    failed.get("error").asText());
        }
    }

    @Test
    void a_query_does_not_wait_behind_the_documents_that_have_every_request_for_passages() {
        CountDownLatch done = new CountDownLatch(1);
        PipelineProcess service = fleet.start(
                Role.ALL,
                Map.of(
                        "QUARRY_EMBEDDING_HTTP_CONCURRENCY", "2",
                        "QUARRY_INGEST_CONCURRENCY", "4",
                        "QUARRY_INGEST_BATCH_SIZE", "3",
                        "QUARRY_POOL_DIRECT_POOL_SIZE", "4"));
        Fleet.store(service, Texts.document(0));
        fleet.awaitAllReady(1);
        fleet.provider()
                .always((stub, exchange, texts) -> (texts.contains(QUERY) ? Behaviour.well() : Behaviour.after(done))
                        .answer(stub, exchange, texts));
        fleet.store(service, 1, 20);
        await().atMost(Fleet.PATIENCE)
                .until(() ->
                        fleet.provider().underWay() == 2 && fleet.database().documents("indexing") == 4);

        List<Long> took = new ArrayList<>();
        for (int i = 0; i < SEARCHES; i++) {
            Answer answer =
                    service.post("/api/v1/search", Map.of("query", QUERY, "k", 3, "capabilities", List.of("vector")));
            JsonNode leg = answer.body().get("legs").get(0);
            assertThat(leg.get("status").asText()).as(answer.body().toString()).isEqualTo("ok");
            assertThat(answer.body().get("hits")).isNotEmpty();
            assertThat(answer.body().get("degraded").asBoolean()).isFalse();
            assertThat(leg.get("took_ms").asLong()).isLessThan(QUERY_DEADLINE_MS);
            took.add(leg.get("took_ms").asLong());
        }
        assertThat(fleet.provider().underWay()).isEqualTo(2);
        done.countDown();
        fleet.awaitAllReady(21);
        figures(
                "searches=%d bulk_requests_at_work=2 vector_leg_slowest_ms=%d vector_leg_median_ms=%d",
                SEARCHES,
                took.stream().mapToLong(Long::longValue).max().orElseThrow(),
                took.stream().sorted().skip(SEARCHES / 2).findFirst().orElseThrow());
    }

    private static JsonNode document(PipelineProcess service, String id) {
        return service.get("/api/v1/documents/" + id).body();
    }
}
