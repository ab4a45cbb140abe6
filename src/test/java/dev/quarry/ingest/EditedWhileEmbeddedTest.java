package dev.quarry.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.quarry.chunk.NewChunk;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks that are changed by hand while a worker embeds their document. The watcher rests: the tests are the workers. */
@ServiceTest
@TestProfile(DocumentIndexerTest.WithoutWatcher.class)
class EditedWhileEmbeddedTest {
    private static final String CHUNKS = "/api/v1/chunks/";

    @Inject
    DocumentIndexer indexer;

    @Inject
    EmbeddingSpaces spaces;

    @Inject
    Rows rows;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void the_new_texts_vector_wins() throws Exception {
        Unfinished document = stored();
        List<UUID> chunks = chunks(document);
        Future<IndexOutcome> work = atWork(document);

        edit(chunks.getFirst(), "Edited, and embedded already.").statusCode(200);
        edit(chunks.getLast(), "Edited, and not embedded yet.").statusCode(200);

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(passage(chunks.getFirst())).isEqualTo(hash("Edited, and embedded already."));
        assertThat(passage(chunks.getLast())).isEqualTo(hash("Edited, and not embedded yet."));
        assertThat(vectors(document)).isEqualTo(chunks.size());
        assertThat(Api.status(document.documentId().toString())).isEqualTo("ready");
    }

    @Test
    void a_chunk_disabled_meanwhile_is_found_no_more() throws Exception {
        Unfinished document = stored();
        List<UUID> chunks = chunks(document);
        Future<IndexOutcome> work = atWork(document);

        for (UUID chunk : List.of(chunks.getFirst(), chunks.getLast())) {
            Api.post(CHUNKS + chunk + "/disable", Map.of()).statusCode(200);
        }

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(vectors(document)).isEqualTo(chunks.size() - 2);
        Api.search("step number 0 of the lay-up in the shipyard", 1000, "vector", "bm25", "fuzzy")
                .body("hits.chunk_id", not(hasItem(chunks.getFirst().toString())))
                .body("hits.chunk_id", not(hasItem(chunks.getLast().toString())));
    }

    @Test
    void parts_of_a_chunk_split_meanwhile_get_vectors_of_their_own() throws Exception {
        Unfinished document = stored();
        List<UUID> chunks = chunks(document);
        Future<IndexOutcome> work = atWork(document);

        Api.post(CHUNKS + chunks.getFirst() + "/split", Map.of("offsets", List.of(12)))
                .statusCode(200);

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(vectors(document)).isEqualTo(chunks.size() + 1L);
        assertThat(passage(chunks.getFirst())).isEqualTo(hash(content(chunks.getFirst())));
    }

    @Test
    void of_an_edit_and_new_content_at_once_the_later_one_is_there() throws Exception {
        for (int round = 0; round < 5; round++) {
            String externalId = "edit-" + UUID.randomUUID();
            String id = Api.store("Lay-up", text(3), "en", externalId).extract().path("id");
            Unfinished document = new Unfinished(TenantId.DEFAULT, UUID.fromString(id));
            UUID chunk = chunks(document).getFirst();
            Future<Integer> edit = threads.submit(
                    () -> edit(chunk, "Edited in a race.").extract().statusCode());
            Future<Integer> replacement = threads.submit(() -> Api.store("Lay-up", "Wholly new.", "en", externalId)
                    .extract()
                    .statusCode());

            assertThat(replacement.get()).isEqualTo(200);
            assertThat(edit.get()).isIn(200, 404);

            // An edit of the old content is replaced by the new; of the new content there is no such chunk.
            assertThat(chunks(document)).hasSize(1);
            assertThat(content(chunks(document).getFirst())).isEqualTo("Wholly new.");
            assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
            assertThat(vectors(document)).isEqualTo(1);
        }
    }

    private Future<IndexOutcome> atWork(Unfinished document) {
        Future<IndexOutcome> work = threads.submit(() -> indexer.index(document, Turn.WHEN_DUE));
        await().until(() -> vectors(document) > 0);
        return work;
    }

    private static ValidatableResponse edit(UUID chunk, String content) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("content", content))
                .when()
                .patch(CHUNKS + chunk)
                .then();
    }

    private static Unfinished stored() {
        return new Unfinished(TenantId.DEFAULT, UUID.fromString(Api.store("Lay-up", text(80))));
    }

    private static String text(int paragraphs) {
        UUID unlike = UUID.randomUUID();
        return IntStream.range(0, paragraphs)
                .mapToObj(i ->
                        ("Step number %d of the lay-up %s: the crew drains, flushes, dries and greases what is on page %d"
                                        + " of the list that hangs in the shipyard, ticks it off, signs it, and goes on to the next one"
                                        + " as long as there is light; what is left is done tomorrow by those who come first, who look"
                                        + " it up in the list, where the last signature tells them where to go on with the work.")
                                .formatted(i, unlike, i))
                .collect(Collectors.joining("\n\n"));
    }

    private List<UUID> chunks(Unfinished document) {
        List<String> ids = Api.get("/api/v1/admin/documents/" + document.documentId() + "/chunks?limit=1000")
                .statusCode(200)
                .extract()
                .path("chunks.id");
        return ids.stream().map(UUID::fromString).toList();
    }

    private static String content(UUID chunk) {
        return Api.get(CHUNKS + chunk).statusCode(200).extract().path("content");
    }

    private long vectors(Unfinished document) {
        return rows.number(
                "select count(*) from " + table()
                        + " where chunk_id in (select id from document_chunks where document_id = ?)",
                document.documentId());
    }

    private UUID passage(UUID chunk) {
        return rows.with(connection -> {
            try (var statement =
                    connection.prepareStatement("select passage from " + table() + " where chunk_id = ?")) {
                statement.setObject(1, chunk);
                var row = statement.executeQuery();
                row.next();
                return row.getObject(1, UUID.class);
            }
        });
    }

    /** What is embedded for a chunk without headings. */
    private static UUID hash(String content) {
        ByteBuffer digest = ByteBuffer.wrap(NewChunk.sha256("Lay-up\n" + content));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private String table() {
        return spaces.counted().index().vectorTable();
    }
}
