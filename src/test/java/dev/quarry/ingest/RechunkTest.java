package dev.quarry.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.FreePort;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import dev.quarry.testing.StubProvider;
import dev.quarry.testing.StubProvider.Behaviour;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents that are cut in another way while they are searched. The watcher rests: the tests are the workers. */
@ServiceTest
@TestProfile(RechunkTest.Elsewhere.class)
class RechunkTest {
    /** Nobody embeds but the test, by a model that it tells what to do. */
    public static class Elsewhere implements QuarkusTestProfile {
        /** The profile is loaded apart from the test, and cannot hand it an object. */
        private static final int PORT = FreePort.find();

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.role", "server",
                    "quarry.ingest.batch-size", "4",
                    "quarry.ingest.retry-after", "1m",
                    "quarry.embedding.http.breaker-open", "1s",
                    "quarry.embedding.provider", "http",
                    "quarry.embedding.url", "http://127.0.0.1:" + PORT,
                    "quarry.embedding.model", "stub",
                    "quarry.embedding.dimensions", "32");
        }
    }

    private static final AtomicInteger LAY_UPS = new AtomicInteger();
    private static final Map<String, Object> SENTENCES = Map.of("strategy", "sentence", "size", 40, "overlap", 0);
    private static final Map<String, Object> FIXED = Map.of("strategy", "fixed", "size", 60, "overlap", 10);

    private static final Map<UUID, String> TITLES = new ConcurrentHashMap<>();

    private static StubProvider stub;

    @Inject
    Rechunker rechunker;

    @Inject
    DocumentIndexer indexer;

    @Inject
    EmbeddingSpaces spaces;

    @Inject
    Rows rows;

    @Inject
    DataSource owner;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() {
        URI url = URI.create(ConfigProvider.getConfig().getValue("quarry.embedding.url", String.class));
        stub = StubProvider.start(32, url.getPort());
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    @AfterEach
    void nothing_remains() {
        stub.recover();
        threads.shutdownNow();
        await().untilAsserted(() -> assertThat(rows.number("select count(*) from pg_locks where locktype = 'advisory'"
                        + " and database = (select oid from pg_database where datname = current_database())"))
                .isZero());
        assertThat(rows.number("select count(*) from documents where claimed_by is not null"))
                .isZero();
    }

    @Test
    void the_old_chunks_serve_until_the_new_ones_take_their_place() throws Exception {
        Unfinished document = stored(20);
        List<String> before = chunkIds(document);
        CountDownLatch model = new CountDownLatch(1);
        stub.always(heldUp(model));

        ask(document, SENTENCES)
                .statusCode(202)
                .body("status", equalTo("ready"))
                .body("rechunking.state", equalTo("waiting"))
                .body("rechunking.strategy", equalTo("sentence"))
                .body("rechunking.size", equalTo(40));
        Future<IndexOutcome> work = threads.submit(() -> rechunker.rechunk(document));
        await().until(() -> stub.underWay() > 0);
        assertThat(chunkIds(document)).isEqualTo(before);
        assertThat(found(document, "vector")).hasSameSizeAs(before);
        assertThat(found(document, "bm25")).containsExactlyInAnyOrderElementsOf(before);
        Api.get("/api/v1/admin/documents?title=" + title(document))
                .body("documents[0].most_used_strategy", equalTo("recursive"))
                .body("documents[0].embedded_chunks", equalTo(before.size()))
                .body("documents[0].rechunking", equalTo("waiting"));
        model.countDown();

        assertThat(work.get()).isInstanceOf(IndexOutcome.Indexed.class);
        List<String> after = chunkIds(document);
        assertThat(after).hasSizeGreaterThan(before.size()).doesNotContainAnyElementsOf(before);
        assertThat(found(document, "vector")).containsExactlyInAnyOrderElementsOf(after);
        assertThat(found(document, "bm25")).containsExactlyInAnyOrderElementsOf(after);
        Api.get(path(document))
                .body("status", equalTo("ready"))
                .body("chunking_strategy", equalTo("sentence"))
                .body("total_chunks", equalTo(after.size()))
                .body("version", equalTo(2))
                .body("rechunking", nullValue());
        Api.get("/api/v1/admin/documents/" + document.documentId() + "/chunks?limit=1000")
                .body("chunks.chunking_strategy", everyItem(equalTo("sentence")))
                .body("chunks.embedded", everyItem(equalTo(true)));
        assertThat(waitingVectors(document)).isZero();
        assertThat(postings(document)).isEqualTo(postingsByHand(document));
        Api.get("/api/v1/admin/chunks/stats")
                .body("orphans.serving_chunks_without_words", equalTo(0))
                .body("orphans.counted_without_chunk", equalTo(0));
    }

    @Test
    void what_is_handed_in_again_is_unchanged_by_its_new_cutting() {
        String externalId = "rechunked-" + UUID.randomUUID();
        String text = text(6);
        String id = Api.store("Manual", text, "en", externalId)
                .statusCode(201)
                .extract()
                .path("id");
        Unfinished document = ready(id);
        ask(document, FIXED).statusCode(202);
        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Indexed.class);
        List<String> chunks = chunkIds(document);

        Api.store("Manual", text, "en", externalId)
                .statusCode(200)
                .body("unchanged", equalTo(true))
                .body("chunking_strategy", equalTo("fixed"));
        Api.post(
                        Api.DOCUMENTS,
                        Map.of(
                                "title",
                                "Manual",
                                "content",
                                text,
                                "language",
                                "en",
                                "external_id",
                                externalId,
                                "chunking",
                                FIXED))
                .statusCode(200)
                .body("unchanged", equalTo(true));
        assertThat(chunkIds(document)).isEqualTo(chunks);
    }

    /** Searches go on all the time, each leg for itself and all together, while the document is cut again and again. */
    @Test
    void no_search_comes_back_empty_or_with_a_part_of_the_chunks() throws Exception {
        Unfinished document = stored(20);
        Set<Integer> whole = new HashSet<>(Set.of(chunkIds(document).size()));
        List<Map<String, Object>> ways = List.of(SENTENCES, FIXED, Map.of("strategy", "recursive"));
        for (Map<String, Object> way : ways) {
            exchange(document, way);
            whole.add(chunkIds(document).size());
        }
        AtomicBoolean goOn = new AtomicBoolean(true);
        List<Future<Integer>> searches = new ArrayList<>();
        for (List<String> legs :
                List.of(List.of("vector"), List.of("bm25"), List.of("vector", "bm25", "fuzzy"), List.of("bm25"))) {
            searches.add(threads.submit(() -> {
                int searched = 0;
                for (; goOn.get(); searched++) {
                    assertThat(found(document, legs.toArray(String[]::new)).size())
                            .as("chunks found by %s", legs)
                            .isIn(whole);
                }
                return searched;
            }));
        }
        for (int round = 0; round < 30; round++) {
            exchange(document, ways.get(round % ways.size()));
        }
        goOn.set(false);
        for (Future<Integer> search : searches) {
            assertThat(search.get()).isPositive();
        }
    }

    @Test
    void chunks_that_say_the_same_keep_their_id_and_vector() {
        Unfinished document = stored(
                "# Pumps\n\nTwo pumps of lay-up %d cool the engine.\n\n# Sails\n\n%s"
                        .formatted(LAY_UPS.incrementAndGet(), text(8)),
                Map.of("strategy", "markdown", "size", 60));
        List<String> before = chunkIds(document);
        String first = before.getFirst();
        Map<String, Integer> embedded = embedded(document);

        exchange(document, Map.of("strategy", "markdown", "size", 30));

        List<String> after = chunkIds(document);
        assertThat(after).contains(first).hasSizeGreaterThan(before.size());
        Map<String, Integer> now = embedded(document);
        assertThat(now.keySet().stream().filter(text -> !embedded.containsKey(text)))
                .hasSize((int) after.stream().filter(id -> !before.contains(id)).count());
        assertThat(embedded).allSatisfy((text, times) -> assertThat(now).containsEntry(text, times));
        assertThat(vectors(document)).isEqualTo(after.size());
    }

    @Test
    void a_chunk_that_is_disabled_and_stays_the_same_stays_disabled() {
        Unfinished document = stored(
                "# Pumps\n\nTwo pumps of lay-up %d cool the engine.\n\n# Sails\n\n%s"
                        .formatted(LAY_UPS.incrementAndGet(), text(4)),
                Map.of("strategy", "markdown", "size", 60));
        String first = chunkIds(document).getFirst();
        Api.post("/api/v1/chunks/" + first + "/disable", Map.of()).statusCode(200);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);

        exchange(document, Map.of("strategy", "markdown", "size", 30));

        Api.get("/api/v1/chunks/" + first).statusCode(200).body("state", equalTo("disabled"));
        assertThat(vectors(document)).isEqualTo(chunkIds(document).size() - 1L);
        Api.get(path(document)).body("status", equalTo("ready"));
    }

    @Test
    void when_the_model_fails_the_old_chunks_serve_on_and_the_document_says_why() {
        Unfinished document = stored(20);
        List<String> before = chunkIds(document);
        int embedded = embedded(document).size();
        ask(document, SENTENCES).statusCode(202);
        stub.next(2, Behaviour.well());
        stub.always(Behaviour.status(400, "{\"error\": {\"message\": \"no such deployment\"}}"));

        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Failed.class);

        stub.recover();
        assertThat(chunkIds(document)).isEqualTo(before);
        assertThat(found(document, "vector")).hasSameSizeAs(before);
        Api.get(path(document))
                .body("status", equalTo("ready"))
                .body("rechunking.state", equalTo("failed"))
                .body("rechunking.attempts", equalTo(1))
                .body("rechunking.prepared", equalTo(8))
                .body("rechunking.error", containsString("400"));
        assertThat(rechunker.rechunk(document)).as("before its next try").isInstanceOf(IndexOutcome.NothingToDo.class);
        due(document);
        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(embedded(document))
                .as("what was embedded is kept")
                .hasSize(embedded + chunkIds(document).size());
        assertThat(embedded(document).values()).allMatch(times -> times == 1);
    }

    @Test
    void a_model_without_time_puts_it_off_and_counts_as_no_attempt() {
        Unfinished document = stored(6);
        ask(document, SENTENCES).statusCode(202);
        stub.always(Behaviour.tooMany("1"));

        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Postponed.class);

        stub.recover();
        Api.get(path(document)).body("status", equalTo("ready")).body("rechunking.attempts", equalTo(0));
        await().untilAsserted(() -> {
            due(document);
            assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Indexed.class);
        });
    }

    @Test
    void two_workers_do_it_once() throws Exception {
        Unfinished document = stored(20);
        ask(document, SENTENCES).statusCode(202);
        CyclicBarrier together = new CyclicBarrier(3);
        List<Future<IndexOutcome>> work = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
            work.add(threads.submit(() -> {
                together.await();
                return rechunker.rechunk(document);
            }));
        }

        List<IndexOutcome> outcomes =
                List.of(work.getFirst().get(), work.get(1).get(), work.getLast().get());

        assertThat(outcomes).filteredOn(IndexOutcome.Indexed.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(other -> !(other instanceof IndexOutcome.Indexed))
                .allMatch(other ->
                        other instanceof IndexOutcome.LockedElsewhere || other instanceof IndexOutcome.NothingToDo);
        assertThat(embedded(document).values()).allMatch(times -> times == 1);
        assertThat(vectors(document)).isEqualTo(chunkIds(document).size());
    }

    @Test
    void new_content_cancels_it() throws Exception {
        Unfinished document = stored(20);
        Future<IndexOutcome> work = atWork(document, SENTENCES);

        given().contentType("application/merge-patch+json")
                .body(Map.of("content", "Only this is left of the manual."))
                .patch(path(document))
                .then()
                .statusCode(200)
                .body("rechunking.state", equalTo("cancelled"));

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.NothingToDo.class);
        assertThat(chunkIds(document)).hasSize(1);
        Api.get(path(document)).body("chunking_strategy", equalTo("recursive"));
    }

    @Test
    void an_edit_by_hand_cancels_it_and_stays() throws Exception {
        Unfinished document = stored(20);
        String chunk = chunkIds(document).getFirst();
        Future<IndexOutcome> work = atWork(document, SENTENCES);

        given().contentType(ContentType.JSON)
                .body(Map.of("content", "Edited by hand."))
                .patch("/api/v1/chunks/" + chunk)
                .then()
                .statusCode(200);

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        Api.get("/api/v1/chunks/" + chunk).body("content", equalTo("Edited by hand."));
        Api.get(path(document)).body("rechunking.state", equalTo("cancelled"));
    }

    @Test
    void a_document_deleted_meanwhile_leaves_nothing() throws Exception {
        Unfinished document = stored(20);
        Future<IndexOutcome> work = atWork(document, SENTENCES);

        given().delete(path(document)).then().statusCode(204);

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(waitingVectors(document)).isZero();
        assertThat(rows.number("select count(*) from rechunkings where document_id = ?", document.documentId()))
                .isZero();
    }

    @Test
    void another_request_takes_the_place_of_the_one_that_waits() throws Exception {
        Unfinished document = stored(20);
        Future<IndexOutcome> work = atWork(document, SENTENCES);

        ask(document, FIXED).statusCode(202).body("rechunking.strategy", equalTo("fixed"));

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Indexed.class);
        Api.get(path(document)).body("chunking_strategy", equalTo("fixed")).body("rechunking", nullValue());
    }

    @Test
    void it_can_be_taken_back() throws Exception {
        Unfinished document = stored(20);
        List<String> before = chunkIds(document);
        Future<IndexOutcome> work = atWork(document, SENTENCES);

        given().delete(path(document) + "/rechunk").then().statusCode(204);

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(chunkIds(document)).isEqualTo(before);
        assertThat(waitingVectors(document)).isZero();
        given().delete(path(document) + "/rechunk").then().statusCode(404);
    }

    @Test
    void another_space_that_became_active_meanwhile_is_asked_first() throws Exception {
        Unfinished document = stored(20);
        List<String> before = chunkIds(document);
        int own = spaces.serving().space().id();
        Future<IndexOutcome> work = atWork(document, SENTENCES);
        rows.execute("update embedding_spaces set state = 'retired' where id = " + own);
        rows.execute("insert into embedding_spaces (model, dimensions, index_kind, state)"
                + " values ('somebody-else''s', 8, 'portable', 'active')");
        try {
            assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        } finally {
            rows.execute("delete from embedding_spaces where model = 'somebody-else''s'");
            rows.execute("update embedding_spaces set state = 'active' where id = " + own);
            assertThat(spaces.refresh().await().indefinitely()).isNotEmpty();
        }
        assertThat(chunkIds(document)).isEqualTo(before);
        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    /** A session that ends is all that the database sees of a worker that is killed. */
    @Test
    void a_worker_killed_at_the_model_loses_nothing() throws Exception {
        Unfinished document = stored(20);
        List<String> before = chunkIds(document);
        ask(document, SENTENCES).statusCode(202);
        stub.next(2, Behaviour.well());
        CountDownLatch model = new CountDownLatch(1);
        stub.always(heldUp(model));
        Future<IndexOutcome> work = threads.submit(() -> rechunker.rechunk(document));
        await().until(() -> waitingVectors(document) == 8 && stub.underWay() > 0);

        killWhoeverHasTheDocument();
        model.countDown();

        assertThat(failureOf(work)).isInstanceOf(Failure.class);
        assertThat(chunkIds(document)).isEqualTo(before);
        assertThat(vectors(document)).isEqualTo(before.size());
        takeOver(document);
        assertThat(embedded(document).values()).allMatch(times -> times <= 2);
        assertThat(embedded(document).values().stream().filter(times -> times == 2))
                .as("those of the batch at which it was killed")
                .hasSizeLessThanOrEqualTo(4);
    }

    /** Old chunks are deleted and new ones written when it ends; the database takes all of it back. */
    @Test
    void a_worker_killed_in_the_middle_of_the_exchange_leaves_all_of_the_old() throws Exception {
        Unfinished document = stored(20);
        List<String> before = chunkIds(document);
        long postings = postings(document);
        ask(document, SENTENCES).statusCode(202);
        try (Connection stranger = owner.getConnection();
                Statement statement = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            statement.execute("lock table quarry.chunk_spellings in access exclusive mode");
            Future<IndexOutcome> work = threads.submit(() -> rechunker.rechunk(document));
            await().until(() -> rows.number("select count(*) from pg_locks where not granted") > 0);

            killWhoeverHasTheDocument();

            assertThat(failureOf(work)).isInstanceOf(Failure.class);
            stranger.rollback();
        }
        assertThat(chunkIds(document)).isEqualTo(before);
        assertThat(vectors(document)).isEqualTo(before.size());
        assertThat(postings(document)).isEqualTo(postings);
        assertThat(found(document, "bm25")).hasSameSizeAs(before);
        Map<String, Integer> embedded = embedded(document);
        takeOver(document);
        assertThat(embedded(document)).as("nothing is embedded again").isEqualTo(embedded);
    }

    @Test
    void what_cannot_be_done_is_refused_and_changes_nothing() {
        Unfinished document = stored(2);

        ask(document, Map.of("strategy", "magic", "size", 3))
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("strategy", "size"));
        ask(document, Map.of("overlap", 10_000)).statusCode(400).body("violations", hasSize(1));
        given().contentType(ContentType.JSON)
                .post(path(document) + "/rechunk")
                .then()
                .statusCode(400);
        Api.post(Api.DOCUMENTS + "/" + UUID.randomUUID() + "/rechunk", SENTENCES)
                .statusCode(404);
        given().contentType(ContentType.JSON)
                .header("If-Match", "\"0000000000000000-0000000000000000\"")
                .body(SENTENCES)
                .post(path(document) + "/rechunk")
                .then()
                .statusCode(412);
        Api.get(path(document)).body("rechunking", nullValue());
    }

    @Test
    void a_request_changes_the_entity_tag_and_is_no_edit() {
        Unfinished document = stored(2);
        String before = Api.get(path(document)).extract().header("ETag");

        String after = given().contentType(ContentType.JSON)
                .header("If-Match", before)
                .body(SENTENCES)
                .post(path(document) + "/rechunk")
                .then()
                .statusCode(202)
                .extract()
                .header("ETag");

        assertThat(after).isNotEqualTo(before);
        given().header("If-Match", before)
                .delete(path(document) + "/rechunk")
                .then()
                .statusCode(204);
    }

    private static ValidatableResponse ask(Unfinished document, Map<String, Object> chunking) {
        return Api.post(path(document) + "/rechunk", chunking);
    }

    private void exchange(Unfinished document, Map<String, Object> chunking) {
        ask(document, chunking).statusCode(202);
        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    /** At work behind its second batch, which the model is slow with. */
    private Future<IndexOutcome> atWork(Unfinished document, Map<String, Object> chunking) {
        ask(document, chunking).statusCode(202);
        stub.next(1, Behaviour.well());
        stub.always(Behaviour.slowly(Duration.ofMillis(200)));
        Future<IndexOutcome> work = threads.submit(() -> rechunker.rechunk(document));
        await().until(() -> waitingVectors(document) > 0);
        return work;
    }

    /** The first who comes finds a dead worker's claim, and puts it off. */
    private void takeOver(Unfinished document) {
        await().untilAsserted(() -> assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Failed.class));
        Api.get(path(document))
                .body("rechunking.state", equalTo("failed"))
                .body("rechunking.error", equalTo("its worker died while embedding it"));
        due(document);
        assertThat(rechunker.rechunk(document)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(vectors(document)).isEqualTo(chunkIds(document).size());
        assertThat(postings(document)).isEqualTo(postingsByHand(document));
    }

    private void due(Unfinished document) {
        rows.execute(
                "update rechunkings set next_attempt_at = now() where document_id = '" + document.documentId() + "'");
    }

    private void killWhoeverHasTheDocument() {
        assertThat(rows.number("select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory'"
                        + " and database = (select oid from pg_database where datname = current_database())"))
                .isOne();
    }

    private static Throwable failureOf(Future<IndexOutcome> work) throws InterruptedException {
        try {
            return new AssertionError("it came to " + work.get());
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        }
    }

    /** Passages wait; what people ask is answered. */
    private static Behaviour heldUp(CountDownLatch latch) {
        return (provider, exchange, texts) -> {
            if (texts.size() > 1 || texts.getFirst().contains("\n")) {
                latch.await();
            }
            Behaviour.well().answer(provider, exchange, texts);
        };
    }

    private Unfinished stored(int paragraphs) {
        return stored(text(paragraphs), Map.of("strategy", "recursive"));
    }

    private Unfinished stored(String text, Map<String, Object> chunking) {
        String title = "Manual-" + LAY_UPS.incrementAndGet();
        return ready(
                Api.post(Api.DOCUMENTS, Map.of("title", title, "content", text, "language", "en", "chunking", chunking))
                        .statusCode(201)
                        .extract()
                        .path("id"));
    }

    private Unfinished ready(String id) {
        Unfinished document = new Unfinished(TenantId.DEFAULT, UUID.fromString(id));
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        return document;
    }

    private static String text(int paragraphs) {
        // A text of its own: what another document says already is not embedded again.
        int layUp = LAY_UPS.incrementAndGet();
        return IntStream.range(0, paragraphs)
                .mapToObj(i ->
                        ("Step %1$d of lay-up %2$d: the crew drains pump number %1$d of %2$d and notes the reading of"
                                        + " its gauge. Then the crew of %2$d greases the shaft, closes valve %1$d and hangs a tag with the"
                                        + " date on the handle. At last the crew opens compartment %1$d of %2$d, airs it and looks for"
                                        + " water, rust and loose clamps.")
                                .formatted(i, layUp))
                .collect(Collectors.joining("\n\n"));
    }

    /** How often each passage of the document was embedded: its title comes first. */
    private static Map<String, Integer> embedded(Unfinished document) {
        String title = title(document) + "\n";
        return stub.embedded().entrySet().stream()
                .filter(text -> text.getKey().startsWith(title) || text.getKey().startsWith(title.strip() + " > "))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String path(Unfinished document) {
        return Api.DOCUMENTS + "/" + document.documentId();
    }

    private static String title(Unfinished document) {
        return Api.get(path(document)).extract().path("title");
    }

    private static List<String> chunkIds(Unfinished document) {
        return Api.get("/api/v1/admin/documents/" + document.documentId() + "/chunks?limit=1000")
                .statusCode(200)
                .extract()
                .path("chunks.id");
    }

    /** The document's chunks that are found by a word of its title, which each of them has. */
    private static List<String> found(Unfinished document, String... legs) {
        List<Map<String, Object>> hits = Api.post(
                        Api.SEARCH,
                        Map.of(
                                "query",
                                "manual",
                                "k",
                                1000,
                                "capabilities",
                                List.of(legs),
                                "fold",
                                false,
                                "filter",
                                Map.of("title", TITLES.computeIfAbsent(document.documentId(), id -> title(document)))))
                .statusCode(200)
                .extract()
                .path("hits");
        return hits.stream().map(hit -> (String) hit.get("chunk_id")).toList();
    }

    private long vectors(Unfinished document) {
        return rows.number(
                "select count(*) from " + spaces.serving().space().index().vectorTable() + " v join document_chunks c"
                        + " on c.id = v.chunk_id where c.document_id = ?",
                document.documentId());
    }

    private long waitingVectors(Unfinished document) {
        return rows.number("select count(*) from rechunking_vectors where document_id = ?", document.documentId());
    }

    private long postings(Unfinished document) {
        return rows.number(
                "select count(*) from postings p join document_chunks c on c.id = p.chunk_id where c.document_id = ?",
                document.documentId());
    }

    private long postingsByHand(Unfinished document) {
        return rows.number(
                "select sum(length(to_tsvector('english', chunk_context(d.title, c.heading_path) || E'\\n' || c.content)))"
                        + " from document_chunks c join documents d on d.id = c.document_id where d.id = ?",
                document.documentId());
    }
}
