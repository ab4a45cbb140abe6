package dev.quarry.admin;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.quarry.testing.Api;
import dev.quarry.testing.LoadClient;
import dev.quarry.testing.LoadClient.Answer;
import dev.quarry.testing.Readers;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A model takes the place of another while the service is searched. */
@ServiceTest
@TestProfile(AdminSpacesResourceTest.TwoModels.class)
class AdminSpacesResourceTest {
    private static final String SPACES = "/api/v1/admin/embeddings/spaces";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The same model under another prefix: its vectors are others, and so is its stamp. */
    public static class TwoModels implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.embedding.next.provider",
                    "onnx",
                    "quarry.embedding.next.passage-prefix",
                    "passage: ",
                    "quarry.ingest.interval",
                    "500ms",
                    "quarry.ingest.sweep-interval",
                    "500ms");
        }
    }

    @Inject
    Rows rows;

    /** Another test's profile goes on with the model that was there. */
    @Test
    void another_model_is_built_and_takes_over_and_the_old_one_comes_back() throws Exception {
        List<String> documents = IntStream.range(0, 40)
                .mapToObj(i ->
                        Api.store("Buoy " + i, "Buoy number %d marks the channel with %d flashes.".formatted(i, i)))
                .toList();
        documents.forEach(Api::awaitReady);
        buildTheNextAnew();
        String search = Api.SEARCH + "?q=flashing%20mark%20in%20the%20channel&capability=vector";

        try (LoadClient client = new LoadClient();
                Readers readers = new Readers(2, reader -> client.get(search))) {
            await().atMost(PATIENCE).until(() -> !isActive(own()) && isActive(next()));
            long answered = readers.count(Answer::isOk);
            await().atMost(PATIENCE).until(() -> readers.count(Answer::isOk) > answered + 20);
            readers.stop();
            assertThat(readers.which(answer -> !answer.isOk()
                            || answer.body().contains("\"hits\":[]")
                            || answer.body().contains("\"degraded\":true")))
                    .isEmpty();
        }

        assertThat(rows.number("select count(*) from " + vectors(next()))).isEqualTo(rows.count("document_chunks"));
        String later = Api.store("Beacon", "A beacon was set up after the change.");
        Api.awaitReady(later);
        assertThat(vectorsOf(later, next())).isOne();
        assertThat(vectorsOf(later, own())).isZero();

        delete(SPACES + "/" + next()).then().statusCode(409).body("detail", containsString("is searched"));
        post(SPACES + "/" + own() + "/activate")
                .then()
                .statusCode(409)
                .body("detail", containsString("lacks the vectors"));
        post(SPACES + "/" + own() + "/activate?force=true").then().statusCode(200);

        assertThat(isActive(own())).isTrue();
        // What was stored meanwhile is missing in it: that is found and mended.
        await().atMost(PATIENCE).until(() -> vectorsOf(later, own()) == 1);
        int dropped = next();
        delete(SPACES + "/" + dropped).then().statusCode(204);
        delete(SPACES + "/" + dropped).then().statusCode(404);
        assertThat(rows.number("select count(*) from pg_tables where tablename like 'space\\_" + dropped + "\\_%'"))
                .isZero();
    }

    /** Its tables are not there: neither answer counts anything. */
    @Test
    void a_space_that_another_instance_builds_is_dropped_only_by_force() {
        long id = elsewhere("building");
        delete(SPACES + "/" + id).then().statusCode(409).body("detail", containsString("is being built"));
        delete(SPACES + "/" + id + "?force=true").then().statusCode(204);
    }

    @Test
    void a_space_whose_tables_are_in_use_is_not_dropped_now() {
        long id = elsewhere("retired");
        rows.execute("create table space_" + id + "_vectors (chunk_id uuid)");

        int whileInUse = rows.with(connection -> {
            try (Statement reader = connection.createStatement()) {
                reader.execute("lock table space_" + id + "_vectors in access share mode");
                return delete(SPACES + "/" + id).statusCode();
            }
        });

        assertThat(whileInUse).isEqualTo(503);
        delete(SPACES + "/" + id).then().statusCode(204);
    }

    private long elsewhere(String state) {
        rows.execute("insert into embedding_spaces (model, dimensions, index_kind, state)"
                + " values ('somebody-else''s', 8, 'portable', '" + state + "')");
        return rows.number("select id from embedding_spaces where model = 'somebody-else''s'");
    }

    /** With nothing stored it was complete, and took over, when the service started. */
    private void buildTheNextAnew() {
        post(SPACES + "/" + own() + "/activate?force=true").then().statusCode(200);
        await().atMost(PATIENCE)
                .until(() -> rows.number("select count(*) from " + vectors(own())) == rows.count("document_chunks"));
        rows.execute("delete from " + vectors(next()));
        rows.execute("update embedding_spaces set state = 'building', activated_at = null where id = " + next());
    }

    private static int own() {
        return get(SPACES).path("spaces.findAll { it.model == 'all-minilm-l6-v2-q' }.max { it.id }.id");
    }

    private static int next() {
        return get(SPACES).path("spaces.max { it.id }.id");
    }

    private static boolean isActive(int space) {
        return "active".equals(get(SPACES).path("spaces.find { it.id == " + space + " }.state"));
    }

    private long vectorsOf(String document, int space) {
        return rows.number(
                "select count(*) from " + vectors(space)
                        + " v join document_chunks c on c.id = v.chunk_id where c.document_id = ?::uuid",
                document);
    }

    private String vectors(int space) {
        return rows.number("select count(*) from embedding_spaces where index_kind = 'pgvector' and id = ?", space) == 1
                ? "space_" + space + "_embeddings"
                : "space_" + space + "_vectors";
    }
}
