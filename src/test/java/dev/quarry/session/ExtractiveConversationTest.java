package dev.quarry.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.quarry.testing.Api;
import dev.quarry.testing.EventStream;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations without a model, as the service is when nothing is set. */
@ServiceTest
class ExtractiveConversationTest {
    private static final String SESSIONS = SessionResourceTest.SESSIONS;
    private static final String DOCUMENT = "windlass-of-conversations";
    private static final String TEXT = """
            The windlass lifts the anchor. Its gearbox takes oil of grade SAE 90, half a litre.
            The fuse of the windlass is 120 amperes. 🙂 Check the brake band every winter, and the chain too.""";

    @Inject
    Rows rows;

    @Inject
    Housekeeping housekeeping;

    private String session = "";

    @BeforeEach
    void a_session_and_a_document() {
        Api.post("/api/v1/documents", Map.of("external_id", DOCUMENT, "title", "Windlass", "content", TEXT))
                .statusCode(anyOf(equalTo(200), equalTo(201)));
        session = SessionResourceTest.create();
    }

    @Test
    void an_answer_is_the_documents_own_sentences_with_their_citations() {
        ValidatableResponse answer = ask("Which oil does the gearbox of the windlass take?")
                .statusCode(201)
                .header("Location", containsString("/messages/"))
                .body("question.role", equalTo("user"))
                .body("question.status", equalTo("stored"))
                .body("question.position", equalTo(1))
                .body("answer.position", equalTo(2))
                .body("answer.status", equalTo("answered"))
                .body("answer.kind", equalTo("extractive"))
                .body("answer.supported", equalTo(true))
                .body("answer.content", startsWith("Its gearbox takes oil of grade SAE 90, half a litre. [1]"));

        requireQuotesToStandInTheirChunks(answer.extract().path("answer.citations"));
        Api.get(SESSIONS + "/" + session)
                .body("messages", equalTo(2))
                .body("title", equalTo("Which oil does the gearbox of the windlass take?"));
    }

    @Test
    void a_quote_behind_an_emoji_is_counted_in_code_points() {
        ValidatableResponse answer = ask("How often is the brake band checked?").statusCode(201);

        assertThat(answer.extract().<String>path("answer.content")).contains("Check the brake band every winter");
        requireQuotesToStandInTheirChunks(answer.extract().path("answer.citations"));
    }

    @Test
    void an_answer_without_support_says_so() {
        ask("xylophone zeppelin quokka?")
                .statusCode(201)
                .body("answer.status", equalTo("answered"))
                .body("answer.supported", equalTo(false))
                .body("answer.citations", hasSize(0))
                .body("answer.content", containsString("nothing that answers"));
    }

    @Test
    void a_short_follow_up_is_searched_for_with_the_question_before_it() {
        ask("Which oil does the windlass take?").statusCode(201);
        ask("And the fuse?")
                .statusCode(201)
                .body("answer.query", equalTo("Which oil does the windlass take? And the fuse?"))
                .body("answer.content", containsString("120 amperes"));
    }

    @Test
    void an_answer_comes_as_events_too() {
        EventStream stream = EventStream.post(
                SESSIONS + "/" + session + "/messages", Map.of("content", "Which oil does the gearbox take?"));
        stream.awaitEnd();

        assertThat(stream.names().getFirst()).isEqualTo("retrieval");
        assertThat(stream.names()).contains("token", "citation").endsWith("done");
        assertThat(stream.data().getFirst()).contains("\"passages\":[{\"n\":1,");
        assertThat(stream.data().getLast()).contains("\"status\":\"answered\"", "\"kind\":\"extractive\"");
        Api.get(SESSIONS + "/" + session + "/messages").body("messages[1].status", equalTo("answered"));
    }

    @Test
    void two_who_ask_at_once_keep_an_order_and_every_answer_stands_behind_its_question() throws Exception {
        int each = 8;
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> competitors = IntStream.range(0, 2)
                    .<Future<?>>mapToObj(who -> threads.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            start.await();
                            ask("Competitor " + who + " asks for the windlass, " + i)
                                    .statusCode(201);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> competitor : competitors) {
                competitor.get();
            }
        }
        ValidatableResponse all =
                Api.get(SESSIONS + "/" + session + "/messages").statusCode(200);
        List<Integer> positions = all.extract().path("messages.position");
        List<String> roles = all.extract().path("messages.role");
        List<String> questions = all.extract().path("messages.findAll { it.role == 'user' }.content");

        assertThat(positions)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 4 * each).boxed().toList());
        assertThat(roles)
                .isEqualTo(IntStream.range(0, 4 * each)
                        .mapToObj(i -> i % 2 == 0 ? "user" : "assistant")
                        .toList());
        for (int who = 0; who < 2; who++) {
            String prefix = "Competitor " + who;
            assertThat(questions.stream().filter(question -> question.startsWith(prefix)))
                    .isSortedAccordingTo((one, other) -> Integer.compare(number(one), number(other)))
                    .hasSize(each);
        }
    }

    @Test
    void messages_are_paged_from_either_end_and_searched() {
        IntStream.range(0, 3)
                .forEach(i -> ask("Question about the windlass number " + i).statusCode(201));
        String messages = SESSIONS + "/" + session + "/messages";

        ValidatableResponse first =
                Api.get(messages + "?limit=4").body("messages.position", equalTo(List.of(1, 2, 3, 4)));
        Api.get(messages + "?limit=4&cursor=" + first.extract().<String>path("next_cursor"))
                .body("messages.position", equalTo(List.of(5, 6)))
                .body("$", not(hasItem("next_cursor")));
        Api.get(messages + "?limit=2&order=desc").body("messages.position", equalTo(List.of(6, 5)));
        Api.get(messages + "?q=NUMBER 1")
                .body("messages.content", equalTo(List.of("Question about the windlass number 1")));
        Api.get(messages + "?q=number nowhere").body("messages", hasSize(0));
        Api.get(messages + "?q=%25").body("messages", hasSize(0));
        Api.get(messages + "?order=up").statusCode(400);
        Api.get(messages + "?cursor=-1").statusCode(400).body("violations.field", hasItem("cursor"));
        Api.get(messages + "?q=" + "a ".repeat(17)).statusCode(400).body("violations.field", hasItem("q"));
    }

    @Test
    void what_is_wrong_is_told_by_its_field_before_anything_is_stored() {
        String messages = SESSIONS + "/" + session + "/messages";
        Api.post(messages, Map.of("content", " ")).statusCode(400).body("violations.field", hasItem("content"));
        Api.post(messages, Map.of("content", "x".repeat(4001)))
                .statusCode(400)
                .body("violations.field", hasItem("content"));
        Api.post(messages, Map.of("content", "x", "k", 51)).statusCode(400).body("violations.field", hasItem("k"));
        Api.post(messages, Map.of("content", "x", "capabilities", List.of("psychic")))
                .statusCode(400)
                .body("violations.field", hasItem("capabilities"));
        Api.post(messages, Map.of("content", "x", "filter", Map.of("nonsense", 1)))
                .statusCode(400);
        Api.post(messages, "").statusCode(400);
        Api.post(SESSIONS + "/" + UUID.randomUUID() + "/messages", Map.of("content", "x"))
                .statusCode(404);

        Api.get(messages).body("messages", hasSize(0));
    }

    @Test
    void a_filter_is_kept_with_the_question() {
        ask(Map.of("content", "windlass oil?", "filter", Map.of("title", "No such title")))
                .statusCode(201)
                .body("answer.supported", equalTo(false));
        ask(Map.of("content", "windlass oil?", "filter", Map.of("title", "Windlass"), "k", 1))
                .statusCode(201)
                .body("answer.supported", equalTo(true));
    }

    @Test
    void a_session_has_so_many_messages() {
        rows.execute("update sessions set messages = 999 where id = '" + session + "'");
        ask("windlass?").statusCode(409).body("detail", containsString("begin another session"));
        Api.get(SESSIONS + "/" + session).body("messages", equalTo(999));
    }

    @Test
    void an_answer_that_nobody_works_at_any_more_fails_and_can_be_retried() {
        ask("Which oil does the windlass take?").statusCode(201);
        rows.execute(
                "update messages set status = 'pending', attempted_at = now() - interval '1 hour' where session_id = '"
                        + session + "' and role = 'assistant'");

        housekeeping.keepHouse();

        String answer = Api.get(SESSIONS + "/" + session + "/messages")
                .body("messages[1].status", equalTo("failed"))
                .body("messages[1].error", containsString("retry"))
                .extract()
                .path("messages[1].id");
        retry(answer).statusCode(200).body("answer.status", equalTo("answered")).body("answer.position", equalTo(2));
        retry(answer).statusCode(409);
        String question =
                Api.get(SESSIONS + "/" + session + "/messages").extract().path("messages[0].id");
        retry(question).statusCode(409).body("detail", containsString("retry the answer"));
        retry(UUID.randomUUID().toString()).statusCode(404);
    }

    @Test
    void feedback_is_kept_and_becomes_judgements_that_an_evaluation_takes() {
        String useful = ask("Which oil does the gearbox of the windlass take?")
                .extract()
                .path("answer.id");
        String useless = ask("How heavy is the chain of the windlass, in detail and in all?")
                .extract()
                .path("answer.id");
        feedback(useful, Map.of("useful", false)).statusCode(200).body("feedback.useful", equalTo(false));
        feedback(useful, Map.of("useful", true, "comment", "right"))
                .statusCode(200)
                .body("feedback.comment", equalTo("right"));
        feedback(useless, Map.of("useful", false)).statusCode(200);
        feedback(useless, Map.of()).statusCode(400).body("violations.field", hasItem("useful"));
        feedback(UUID.randomUUID().toString(), Map.of("useful", true)).statusCode(404);
        String question =
                Api.get(SESSIONS + "/" + session + "/messages").extract().path("messages[0].id");
        feedback(question, Map.of("useful", true)).statusCode(409);

        ValidatableResponse export =
                Api.get("/api/v1/admin/feedback/judgements").statusCode(200);
        List<String> queries = export.extract().path("queries.text");
        assertThat(queries).contains("Which oil does the gearbox of the windlass take?");
        assertThat(queries).doesNotContain("How heavy is the chain of the windlass, in detail and in all?");
        Map<String, Map<String, Integer>> judgements = export.extract().path("judgements");
        assertThat(judgements.values()).allSatisfy(grades -> assertThat(grades).containsValue(1));
        Api.post("/api/v1/admin/evaluations?wait=true", export.extract().body().asString())
                .statusCode(200)
                .body("unknown_documents_total", equalTo(0));
    }

    static void requireQuotesToStandInTheirChunks(List<Map<String, Object>> citations) {
        assertThat(citations).isNotEmpty();
        for (Map<String, Object> citation : citations) {
            String content = Api.get("/api/v1/chunks/" + citation.get("chunk_id"))
                    .statusCode(200)
                    .extract()
                    .path("content");
            int start = content.offsetByCodePoints(0, number(citation, "start"));
            int end = content.offsetByCodePoints(0, number(citation, "end"));
            assertThat(content.substring(start, end)).isEqualTo(citation.get("quote"));
        }
    }

    private static int number(Map<String, Object> citation, String field) {
        return (int) Objects.requireNonNull(citation.get(field));
    }

    private static int number(String question) {
        return Integer.parseInt(question.substring(question.lastIndexOf(' ') + 1));
    }

    private ValidatableResponse ask(String content) {
        // Other tests' documents speak of windlasses too.
        return ask(Map.of("content", content, "filter", Map.of("external_id", DOCUMENT)));
    }

    private ValidatableResponse ask(Map<String, Object> body) {
        return Api.post(SESSIONS + "/" + session + "/messages", body);
    }

    private ValidatableResponse retry(String id) {
        return given().post(SESSIONS + "/" + session + "/messages/" + id + "/retry")
                .then();
    }

    private ValidatableResponse feedback(String id, Map<String, Object> body) {
        return given().contentType("application/json")
                .body(body)
                .put(SESSIONS + "/" + session + "/messages/" + id + "/feedback")
                .then();
    }
}
