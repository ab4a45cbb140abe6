package dev.quarry.document;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A service that works by itself, with the packaged model. */
@ServiceTest
class RechunkResourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void a_document_is_cut_in_another_way_by_itself() {
        String id = Api.store(
                "Rechunked",
                IntStream.range(0, 8)
                        .mapToObj(
                                "Drawer %d of the chart table holds pencils. The key of drawer %<d hangs beside it. "
                                        ::formatted)
                        .collect(Collectors.joining()));
        Api.awaitReady(id);

        Api.post(Api.DOCUMENTS + "/" + id + "/rechunk", Map.of("strategy", "sentence", "size", 16))
                .statusCode(202);

        await().atMost(PATIENCE)
                .untilAsserted(() -> Api.get(Api.DOCUMENTS + "/" + id)
                        .body("chunking_strategy", equalTo("sentence"))
                        .body("rechunking", nullValue()));
        Api.get(Api.DOCUMENTS + "/" + id).body("status", equalTo("ready")).body("total_chunks", greaterThan(4));
        Api.get("/api/v1/admin/documents/" + id + "/chunks")
                .body("chunks.chunking_strategy", everyItem(equalTo("sentence")))
                .body("chunks.embedded", everyItem(equalTo(true)));
        given().get("/q/metrics")
                .then()
                .body(containsString("quarry_pipeline_rechunkings_total{outcome=\"exchanged\""));
    }
}
