package dev.quarry.document;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.testing.Api;
import dev.quarry.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class DocumentResourceTest {
    private static final String ENGLISH = "The impeller of the raw water pump wears out and is replaced every spring.";
    private static final String ITALIAN =
            "La girante della pompa dell'acqua di mare si consuma e va sostituita ogni primavera.";

    @Test
    void a_stored_document_is_visible_at_once_and_ready_soon() {
        String location = Api.post(Api.DOCUMENTS, Map.of("title", "Raw water pump", "content", ENGLISH))
                .statusCode(201)
                .body("status", equalTo("pending"))
                .body("total_chunks", equalTo(1))
                .body("version", equalTo(1))
                .body("id", matchesPattern("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
                .body("$", not(hasItem("unchanged")))
                .extract()
                .header("Location");
        String path = location.substring(location.indexOf("/api/"));

        String id = Api.get(path)
                .statusCode(200)
                .body("title", equalTo("Raw water pump"))
                .extract()
                .path("id");

        Api.awaitReady(id);
        Api.get(path).body("indexed_at", not(nullValue())).body("error", nullValue());
    }

    @Test
    void the_language_is_detected_unless_it_is_named() {
        Api.store("Pump", ENGLISH, null, null).statusCode(201).body("language", equalTo("en"));
        Api.store("Pompa", ITALIAN, null, null).statusCode(201).body("language", equalTo("it"));
        Api.store("Pompa", ITALIAN, "DE", null).statusCode(201).body("language", equalTo("de"));
    }

    @Test
    void metadata_comes_back_as_it_was_sent() {
        Map<String, Object> metadata = Map.of("yacht", "Aurora", "pages", 12, "tags", List.of("engine", "cooling"));

        String id = Api.post(Api.DOCUMENTS, Map.of("title", "Pump", "content", ENGLISH, "metadata", metadata))
                .statusCode(201)
                .extract()
                .path("id");

        Api.get(Api.DOCUMENTS + "/" + id).body("metadata", equalTo(metadata));
    }

    @Test
    void a_deleted_document_is_gone_with_all_that_was_made_of_it() {
        String id = Api.store("Zanzibar", "The zanzibar schooner carries cloves.");
        Api.awaitReady(id);
        Api.search("zanzibar", 1000).body("hits.document_id", hasItem(id));

        given().when().delete(Api.DOCUMENTS + "/" + id).then().statusCode(204);

        Api.get(Api.DOCUMENTS + "/" + id).statusCode(404);
        given().when().delete(Api.DOCUMENTS + "/" + id).then().statusCode(404);
        Api.search("zanzibar", 1000).body("hits.document_id", not(hasItem(id)));
    }

    @Test
    void the_same_document_again_changes_nothing() {
        String externalId = "same-" + UUID.randomUUID();
        String id = Api.store("Pump", ENGLISH, "en", externalId)
                .statusCode(201)
                .extract()
                .path("id");

        Api.store("Pump", ENGLISH, "en", externalId)
                .statusCode(200)
                .body("id", equalTo(id))
                .body("unchanged", equalTo(true))
                .body("version", equalTo(1));
    }

    @Test
    void a_changed_paragraph_leaves_the_other_chunks_as_they_are() {
        String externalId = "changed-" + UUID.randomUUID();
        String before = paragraphs(40, "");
        String after = paragraphs(40, "The torque is 17 Nm. ");
        int chunks = Api.store("Manual", before, "en", externalId)
                .statusCode(201)
                .extract()
                .path("total_chunks");

        Map<String, Integer> changes = Api.store("Manual", after, "en", externalId)
                .statusCode(200)
                .body("version", equalTo(2))
                .extract()
                .path("$");

        assertThat(changes.get("kept")).isGreaterThanOrEqualTo(chunks - 3);
        assertThat(changes.get("added")).isBetween(1, 3);
        assertThat(changes.get("removed")).isBetween(1, 3);
        String id = Api.store("Manual", after, "en", externalId)
                .body("unchanged", equalTo(true))
                .extract()
                .path("id");
        Api.awaitReady(id);
        Api.search("torque 17 Nm", 5, "bm25").body("hits[0].document_id", equalTo(id));
    }

    @Test
    void another_title_makes_every_chunk_new() {
        String externalId = "retitled-" + UUID.randomUUID();
        Api.store("Quince", paragraphs(10, ""), "en", externalId).statusCode(201);

        Api.store("Medlar", paragraphs(10, ""), "en", externalId)
                .statusCode(200)
                .body("kept", equalTo(0));

        Api.search("medlar", 1000, "bm25").body("hits.title", everyItem(equalTo("Medlar")));
        Api.search("quince", 1000, "bm25").body("hits.title", not(hasItem("Medlar")));
    }

    @Test
    void many_at_once_with_one_external_id_make_one_document() throws Exception {
        String externalId = "race-" + UUID.randomUUID();
        int competitors = 8;
        CyclicBarrier together = new CyclicBarrier(competitors);
        try (ExecutorService threads = Executors.newFixedThreadPool(competitors)) {
            List<Callable<String>> requests = IntStream.range(0, competitors)
                    .<Callable<String>>mapToObj(i -> () -> {
                        together.await();
                        return Api.store("Pump " + i % 2, ENGLISH, "en", externalId)
                                .extract()
                                .path("id");
                    })
                    .toList();
            List<String> ids =
                    threads.invokeAll(requests).stream().map(Future::resultNow).toList();

            assertThat(ids).doesNotContainNull().containsOnly(ids.getFirst());
        }
    }

    private static String paragraphs(int count, String insertedInTheMiddle) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "Paragraph number %d. %sIt tells about step %d of the winter lay-up of the yacht, in full "
                                        .formatted(i, i == count / 2 ? insertedInTheMiddle : "", i)
                                + "sentences that are long enough to fill a chunk when two or three of them stand together; "
                                + "the crew reads it aloud, ticks it off and signs it.")
                .collect(Collectors.joining("\n\n"));
    }
}
