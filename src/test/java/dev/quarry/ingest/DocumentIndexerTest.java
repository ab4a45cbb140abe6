package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.DocumentLock;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One document and its competitors. The watcher rests: the tests are the workers. */
@ServiceTest
@TestProfile(DocumentIndexerTest.WithoutWatcher.class)
class DocumentIndexerTest {
    /** Nobody embeds but the test. */
    public static class WithoutWatcher implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.role",
                    "server",
                    "quarry.ingest.batch-size",
                    "8",
                    "quarry.ingest.retry-after",
                    "1m",
                    "quarry.ingest.max-worker-deaths",
                    "2");
        }
    }

    /** Other databases of the server are other tests' concern. */
    private static final String HELD = " from pg_locks where locktype = 'advisory'"
            + " and database = (select oid from pg_database where datname = current_database())";

    private static final String LOCKS = "select count(*)" + HELD;

    private static final AtomicInteger LAY_UPS = new AtomicInteger();

    @Inject
    DocumentIndexer indexer;

    @Inject
    ReadySweep sweep;

    @Inject
    Database database;

    @Inject
    EmbeddingSpaces spaces;

    @Inject
    Rows rows;

    @Inject
    DataSource owner;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void no_lock_remains() {
        threads.shutdownNow();
        await().untilAsserted(() -> assertThat(rows.number(LOCKS)).isZero());
    }

    @Test
    void two_workers_and_one_document_embed_it_once() throws Exception {
        Unfinished document = stored(null, 20);
        CyclicBarrier together = new CyclicBarrier(2);
        Future<IndexOutcome> first = threads.submit(() -> afterAll(together, document));
        Future<IndexOutcome> second = threads.submit(() -> afterAll(together, document));

        List<IndexOutcome> outcomes = List.of(first.get(), second.get());

        assertThat(outcomes).filteredOn(IndexOutcome.Indexed.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(other -> !(other instanceof IndexOutcome.Indexed))
                .allMatch(other ->
                        other instanceof IndexOutcome.LockedElsewhere || other instanceof IndexOutcome.NothingToDo);
        assertThat(vectors(document)).isEqualTo(chunks(document));
        assertThat(Api.status(document.documentId().toString())).isEqualTo("ready");
    }

    @Test
    void a_document_locked_by_anybody_is_left_alone() throws SQLException {
        Unfinished document = stored(null, 2);
        try (Connection stranger = owner.getConnection();
                PreparedStatement lock =
                        stranger.prepareStatement("select pg_advisory_lock(hashtext('docs_ns'), hashtext(?))");
                PreparedStatement unlock = stranger.prepareStatement("select pg_advisory_unlock_all()")) {
            lock.setString(1, document.documentId().toString());
            lock.execute();

            assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.LockedElsewhere.class);

            unlock.execute();
        }
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.NothingToDo.class);
    }

    @Test
    void a_lost_lock_stops_the_write() throws Exception {
        Unfinished document = stored(null, 300);
        Future<IndexOutcome> work = threads.submit(() -> indexer.index(document, Turn.WHEN_DUE));
        await().until(() -> vectors(document) > 0);

        long killed = rows.number("select count(pg_terminate_backend(pid))" + HELD);

        assertThat(killed).isEqualTo(1);
        assertThat(failureOf(work)).isInstanceOf(Failure.Upstream.class);
        assertThat(vectors(document)).isLessThan(chunks(document));
        assertThat(Api.status(document.documentId().toString())).isEqualTo("indexing");
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(vectors(document)).isEqualTo(chunks(document));
    }

    @Test
    void the_new_text_of_a_document_edited_while_it_is_embedded_wins() throws Exception {
        String externalId = "edited-" + UUID.randomUUID();
        Unfinished document = stored(externalId, 300);
        Future<IndexOutcome> work = threads.submit(() -> indexer.index(document, Turn.WHEN_DUE));
        await().until(() -> vectors(document) > 0);

        Api.store("Manual", "Only this is left of the manual.", "en", externalId)
                .statusCode(200);

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        assertThat(chunks(document)).isEqualTo(1);
        assertThat(vectors(document)).isEqualTo(1);
    }

    @Test
    void a_document_deleted_while_it_is_embedded_leaves_nothing() throws Exception {
        Unfinished document = stored(null, 300);
        Future<IndexOutcome> work = threads.submit(() -> indexer.index(document, Turn.WHEN_DUE));
        await().until(() -> vectors(document) > 0);

        // Not the product of its postings and its words, which takes a quarter of a minute.
        RestAssured.delete(Api.DOCUMENTS + "/" + document.documentId())
                .then()
                .statusCode(204)
                .time(lessThan(5_000L));

        assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
        assertThat(vectors(document)).isZero();
        assertThat(rows.number("select count(*) from document_chunks where document_id = ?", document.documentId()))
                .isZero();
    }

    @Test
    void only_what_is_missing_is_embedded() {
        Unfinished document = stored(null, 20);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        rows.execute(
                "delete from " + spaces.serving().space().index().vectorTable() + " where chunk_id in (select id from"
                        + " document_chunks where position < 3 and document_id = '" + document.documentId() + "')");
        rows.execute("update documents set status = 'pending' where id = '" + document.documentId() + "'");

        IndexOutcome again = indexer.index(document, Turn.WHEN_DUE);

        assertThat(again)
                .isInstanceOfSatisfying(
                        IndexOutcome.Indexed.class,
                        indexed -> assertThat(indexed.chunks()).isEqualTo(3));
    }

    @Test
    void without_the_active_spaces_model_no_document_becomes_ready() {
        Unfinished document = stored(null, 2);
        int own = spaces.serving().space().id();
        int changed = rows.with(connection -> activateAnother(connection, own));
        try {
            assertThat(changed).isOne();
            refreshSpaces();

            assertThat(indexer.index(document, Turn.AT_ONCE))
                    .isInstanceOfSatisfying(
                            IndexOutcome.ModelMissing.class,
                            missing -> assertThat(missing.reason()).contains("somebody-else's"));
            Api.post("/api/v1/watcher/process-document/" + document.documentId(), "")
                    .statusCode(409)
                    .body("detail", containsString("somebody-else's"));
        } finally {
            activateAgain(own);
        }
        assertThat(Api.status(document.documentId().toString())).isEqualTo("pending");
        assertThat(vectors(document)).isZero();
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    /** The switch is under way, and not to be seen yet, when the document is finished. */
    @Test
    void a_document_is_not_ready_whose_space_was_put_aside_while_it_was_embedded() throws Exception {
        Unfinished document = stored(null, 2);
        int own = spaces.serving().space().id();
        try {
            Future<IndexOutcome> work = rows.with(connection -> {
                assertThat(activateAnother(connection, own)).isOne();
                Future<IndexOutcome> indexing = threads.submit(() -> indexer.index(document, Turn.WHEN_DUE));
                await().until(() -> rows.number("select count(*) from pg_locks where not granted") > 0);
                return indexing;
            });

            assertThat(work.get()).isInstanceOf(IndexOutcome.Overtaken.class);
            assertThat(Api.status(document.documentId().toString())).isEqualTo("pending");
            assertThat(claimed(document)).isFalse();
        } finally {
            activateAgain(own);
        }
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    @Test
    void a_document_whose_workers_die_waits_longer_each_time_and_is_given_up_visibly() throws Exception {
        Unfinished document = stored(null, 20);
        killWhoeverBegins(document, 0);
        assertThat(due(document)).isTrue();
        killWhoeverBegins(document, 1);
        assertThat(due(document)).isFalse();
        assertThat(rows.number("select attempts from documents where id = ?", document.documentId()))
                .isOne();
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.NothingToDo.class);

        assertThat(indexer.index(document, Turn.AT_ONCE))
                .isEqualTo(new IndexOutcome.Failed("its worker died 2 times while embedding it"));

        Api.get(Api.DOCUMENTS + "/" + document.documentId())
                .body("status", equalTo("failed"))
                .body("attempts", equalTo(2))
                .body("error", equalTo("its worker died 2 times while embedding it"));
        assertThat(claimed(document)).isFalse();
        rows.execute("update documents set next_attempt_at = next_attempt_at - interval '10 years'");
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.NothingToDo.class);
        assertThat(indexer.index(document, Turn.AT_ONCE)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    @Test
    void a_long_document_whose_workers_die_and_get_further_is_not_given_up() throws Exception {
        Unfinished document = stored(null, 300);
        killWhoeverGetsFurther(document);
        killWhoeverGetsFurther(document);

        assertThat(indexer.index(document, Turn.AT_ONCE)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    @Test
    void one_that_was_postponed_is_suspect_until_it_is_ready() {
        Unfinished document = stored(null, 2);
        assertThat(suspect(document)).isFalse();
        rows.execute(
                "update documents set error = 'the provider is left alone' where id = '" + document.documentId() + "'");
        assertThat(suspect(document)).isTrue();
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        rows.execute("update documents set status = 'pending' where id = '" + document.documentId() + "'");
        assertThat(suspect(document)).isFalse();
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    @Test
    void a_document_that_is_being_edited_is_passed_by() {
        Unfinished document = stored(null, 2);
        IndexOutcome outcome = rows.with(connection -> {
            try (Statement edit = connection.createStatement()) {
                edit.execute("select from documents where id = '" + document.documentId() + "' for no key update");
                return indexer.index(document, Turn.WHEN_DUE);
            }
        });

        assertThat(outcome).isInstanceOf(IndexOutcome.NothingToDo.class);
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    /** As one that was given up: somebody asks for it, and the worker is stopped. */
    @Test
    void a_worker_that_is_stopped_has_not_died() throws Exception {
        Unfinished document = stored(null, 300);
        rows.execute("update documents set status = 'failed', next_attempt_at = 'infinity' where id = '"
                + document.documentId() + "'");
        Future<IndexOutcome> work = threads.submit(() -> indexer.index(document, Turn.AT_ONCE));
        await().until(() -> vectors(document) > 0);

        assertThat(work.cancel(true)).isTrue();

        await().until(() -> "pending".equals(Api.status(document.documentId().toString())));
        assertThat(claimed(document)).isFalse();
        await().untilAsserted(() -> assertThat(rows.number(LOCKS)).isZero());
        assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
    }

    @Test
    void lost_vectors_are_found_a_page_of_documents_at_a_time() {
        List<Unfinished> documents = List.of(stored(null, 1), stored(null, 1), stored(null, 1));
        documents.forEach(document ->
                assertThat(indexer.index(document, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class));
        String vectors = spaces.serving().space().index().vectorTable();
        rows.execute("delete from " + vectors
                + " where chunk_id in (select id from document_chunks where document_id in ('"
                + documents.get(1).documentId() + "', '" + documents.get(2).documentId() + "'))");

        Unfinished last = documents.getFirst();
        for (Unfinished document : documents.subList(1, 3)) {
            BuildSql.Swept swept = swept(vectors, last).orElseThrow();
            assertThat(swept).isEqualTo(new BuildSql.Swept(document, 1));
            last = swept.last();
        }
        assertThat(swept(vectors, last)).isEmpty();
        assertThat(Api.status(documents.get(0).documentId().toString())).isEqualTo("ready");
        assertThat(Api.status(documents.get(2).documentId().toString())).isEqualTo("pending");
    }

    @Test
    void a_dead_workers_claim_is_forgotten_and_a_living_ones_is_not() {
        Unfinished dead = stored(null, 1);
        Unfinished alive = stored(null, 1);
        rows.execute(
                "update documents set status = 'ready', claimed_by = 'somebody', claimed_at = now() - interval '1 hour'"
                        + " where id in ('" + dead.documentId() + "', '" + alive.documentId() + "')");
        try (DocumentLock _ = DocumentLock.hold(owner, alive.documentId().toString())) {
            rows.execute("insert into embedding_spaces (model, dimensions, index_kind, state)"
                    + " values ('somebody-else''s', 8, 'portable', 'building')");
            forgetDeadClaims();
            // Who builds it is to know of the death.
            assertThat(claimed(dead)).isTrue();
            rows.execute("delete from embedding_spaces where model = 'somebody-else''s'");
            sweep.sweepWhenDue(() -> true);
        }

        assertThat(claimed(dead)).isFalse();
        assertThat(claimed(alive)).isTrue();
        assertThat(Api.status(dead.documentId().toString())).isEqualTo("pending");
    }

    private Optional<BuildSql.Swept> swept(String vectors, Unfinished after) {
        return database.workerWrite(
                        RowScope.EVERY_TENANT, Duration.ofSeconds(5), c -> BuildSql.reopen(c, vectors, after, 1))
                .await()
                .indefinitely();
    }

    private void forgetDeadClaims() {
        assertThat(database.workerWrite(RowScope.EVERY_TENANT, Duration.ofSeconds(5), PipelineSql::forgetDeadClaims)
                        .await()
                        .indefinitely())
                .isZero();
    }

    private boolean suspect(Unfinished document) {
        return database
                .workerRead(
                        RowScope.EVERY_TENANT,
                        Duration.ofSeconds(5),
                        c -> PipelineSql.due(c, Portion.Due.FIRST, 10_000, 1))
                .await()
                .indefinitely()
                .stream()
                .filter(due -> due.document().equals(document))
                .findFirst()
                .orElseThrow()
                .suspect();
    }

    /** While it asks what is missing: nothing was written. */
    private void killWhoeverBegins(Unfinished document, int deathsBefore) throws InterruptedException {
        String table = spaces.serving().space().index().vectorTable();
        Future<IndexOutcome> work = rows.with(connection -> {
            try (Statement hold = connection.createStatement()) {
                hold.execute("lock table " + table + " in access exclusive mode");
            }
            Future<IndexOutcome> begun = threads.submit(() -> indexer.index(document, Turn.WHEN_DUE));
            await().until(() -> rows.number("select count(*) from pg_locks where not granted") > 0);
            assertThat(rows.number("select worker_deaths from documents where id = ?", document.documentId()))
                    .isEqualTo(deathsBefore);
            killWhoeverHasALock();
            return begun;
        });
        assertThat(failureOf(work)).isInstanceOf(Failure.Upstream.class);
        await().untilAsserted(() -> assertThat(rows.number(LOCKS)).isZero());
    }

    private void killWhoeverGetsFurther(Unfinished document) throws InterruptedException {
        long vectors = vectors(document);
        Future<IndexOutcome> work = threads.submit(() -> indexer.index(document, Turn.WHEN_DUE));
        await().until(() -> vectors(document) > vectors);
        killWhoeverHasALock();
        assertThat(failureOf(work)).isInstanceOf(Failure.Upstream.class);
        await().untilAsserted(() -> assertThat(rows.number(LOCKS)).isZero());
    }

    /** Its lock goes with its session, as it does when its process ends. */
    private void killWhoeverHasALock() {
        assertThat(rows.number("select count(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory'"))
                .isOne();
    }

    private boolean due(Unfinished document) {
        return rows.number(
                        "select count(*) from documents where id = ? and next_attempt_at <= now()",
                        document.documentId())
                == 1;
    }

    private boolean claimed(Unfinished document) {
        return rows.number(
                        "select count(*) from documents where id = ? and claimed_by is not null", document.documentId())
                == 1;
    }

    private static int activateAnother(Connection connection, int own) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update embedding_spaces set state = 'retired' where id = " + own);
            return statement.executeUpdate("insert into embedding_spaces (model, dimensions, index_kind, state)"
                    + " values ('somebody-else''s', 8, 'portable', 'active')");
        }
    }

    private void activateAgain(int own) {
        rows.execute("delete from embedding_spaces where model = 'somebody-else''s'");
        rows.execute("update embedding_spaces set state = 'active' where id = " + own);
        refreshSpaces();
    }

    private void refreshSpaces() {
        assertThat(spaces.refresh().await().indefinitely()).isNotEmpty();
    }

    @Test
    void of_documents_taken_together_each_has_its_own_outcome() throws Exception {
        String externalId = "together-" + UUID.randomUUID();
        Unfinished locked = stored(null, 2);
        Unfinished finished = stored(null, 2);
        Unfinished edited = stored(externalId, 100);
        Unfinished small = stored(null, 3);
        assertThat(indexer.index(finished, Turn.WHEN_DUE)).isInstanceOf(IndexOutcome.Indexed.class);
        Portion portion = portion(List.of(small, locked, finished, edited));
        try (Connection stranger = owner.getConnection();
                PreparedStatement lock =
                        stranger.prepareStatement("select pg_advisory_lock(hashtext('docs_ns'), hashtext(?))")) {
            lock.setString(1, locked.documentId().toString());
            lock.execute();
            Future<Map<UUID, IndexOutcome>> work = threads.submit(() -> indexer.index(portion, Turn.WHEN_DUE));
            await().until(() -> vectors(edited) > 0);

            Api.store("Manual", "Only this is left of the manual.", "en", externalId)
                    .statusCode(200);

            Map<UUID, IndexOutcome> outcomes = work.get();
            assertThat(outcomes.get(locked.documentId())).isInstanceOf(IndexOutcome.LockedElsewhere.class);
            assertThat(outcomes.get(finished.documentId())).isInstanceOf(IndexOutcome.NothingToDo.class);
            assertThat(outcomes.get(edited.documentId())).isInstanceOf(IndexOutcome.Overtaken.class);
            assertThat(outcomes.get(small.documentId()))
                    .isInstanceOfSatisfying(
                            IndexOutcome.Indexed.class,
                            indexed -> assertThat(indexed.chunks()).isEqualTo((int) chunks(small)));
            stranger.createStatement().execute("select pg_advisory_unlock_all()");
        }
        assertThat(vectors(small)).isEqualTo(chunks(small));
        assertThat(Api.status(small.documentId().toString())).isEqualTo("ready");
        assertThat(vectors(locked)).isZero();
    }

    @Test
    void two_workers_and_overlapping_portions_embed_each_document_once() throws Exception {
        List<Unfinished> documents =
                IntStream.range(0, 12).mapToObj(i -> stored(null, 1 + i % 3)).toList();
        CyclicBarrier together = new CyclicBarrier(2);
        Future<Map<UUID, IndexOutcome>> first =
                threads.submit(() -> afterAll(together, portion(documents.subList(0, 8))));
        Future<Map<UUID, IndexOutcome>> second = threads.submit(
                () -> afterAll(together, portion(documents.subList(4, 12).reversed())));

        List<IndexOutcome> outcomes = Stream.of(first.get(), second.get())
                .flatMap(each -> each.values().stream())
                .toList();

        assertThat(outcomes).filteredOn(IndexOutcome.Indexed.class::isInstance).hasSize(12);
        assertThat(outcomes).hasSize(16).noneMatch(IndexOutcome.Failed.class::isInstance);
        assertThat(documents)
                .allSatisfy(document -> assertThat(vectors(document)).isEqualTo(chunks(document)));
    }

    private static Portion portion(List<Unfinished> documents) {
        return new Portion(
                TenantId.DEFAULT, documents.stream().map(Unfinished::documentId).toList());
    }

    private Map<UUID, IndexOutcome> afterAll(CyclicBarrier together, Portion portion) throws Exception {
        together.await();
        return indexer.index(portion, Turn.WHEN_DUE);
    }

    private IndexOutcome afterAll(CyclicBarrier together, Unfinished document) throws Exception {
        together.await();
        return indexer.index(document, Turn.WHEN_DUE);
    }

    private static Throwable failureOf(Future<IndexOutcome> work) throws InterruptedException {
        try {
            return new AssertionError("it came to " + work.get());
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        }
    }

    private static Unfinished stored(@Nullable String externalId, int paragraphs) {
        // A text of its own: what another document says already is not embedded again.
        int layUp = LAY_UPS.incrementAndGet();
        String content = IntStream.range(0, paragraphs)
                .mapToObj(i -> "Step %d of lay-up %d: the crew drains pump number %d, notes the reading of its gauge "
                                .formatted(i, layUp, i)
                        + "in the logbook, greases the shaft, closes the valve and hangs a tag with the date on the handle; "
                        + "then the next compartment is opened, aired and inspected for water, rust and loose clamps.")
                .collect(Collectors.joining("\n\n"));
        String id = Api.store("Manual", content, "en", externalId)
                .statusCode(201)
                .extract()
                .path("id");
        return new Unfinished(TenantId.DEFAULT, UUID.fromString(id));
    }

    private long chunks(Unfinished document) {
        return rows.number("select count(*) from document_chunks where document_id = ?", document.documentId());
    }

    private long vectors(Unfinished document) {
        return rows.number(
                "select count(*) from " + spaces.serving().space().index().vectorTable() + " v join document_chunks c"
                        + " on c.id = v.chunk_id where c.document_id = ?",
                document.documentId());
    }
}
