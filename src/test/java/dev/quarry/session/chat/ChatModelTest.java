package dev.quarry.session.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.quarry.failure.Failure;
import dev.quarry.session.chat.ChatMessage.Role;
import dev.quarry.testing.StubChat;
import dev.quarry.testing.StubChat.Behaviour;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatModelTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String SECRET = "sk-secret";

    private final StubChat stub = StubChat.start(0);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private ChatModel model = model();

    @AfterEach
    void close() {
        model.stop(new ShutdownEvent());
        stub.close();
    }

    @Test
    void a_stream_is_handed_on_piece_by_piece_with_what_it_cost() {
        stub.always(Behaviour.saying("The impeller, every 200 hours — così."));

        List<ChatDelta> deltas = deltas();

        assertThat(deltas).hasSizeGreaterThan(5);
        assertThat(text(deltas)).isEqualTo("The impeller, every 200 hours — così.");
        assertThat(deltas.getLast()).isEqualTo(new ChatDelta.End(true, new ChatDelta.Tokens(10, 5)));
        assertThat(metrics.get("quarry.chat.tokens")
                        .tag("kind", "prompt")
                        .counter()
                        .count())
                .isEqualTo(10);
    }

    @Test
    void the_request_is_as_the_protocol_wants_it() {
        model = model("api-key", SECRET, "temperature", "0.2");
        var _ = deltas();

        StubChat.Received request = stub.received().getLast();
        assertThat(request.authorization()).isEqualTo("Bearer " + SECRET);
        assertThat(request.body().get("model").asText()).isEqualTo("stub");
        assertThat(request.body().get("stream").asBoolean()).isTrue();
        assertThat(request.body().get("max_tokens").asInt()).isEqualTo(100);
        assertThat(request.body().get("temperature").asDouble()).isEqualTo(0.2);
        assertThat(request.roles()).containsExactly("system", "user");
    }

    @Test
    void the_limit_is_called_as_the_service_wants_it() {
        model = model("limit-parameter", "max-completion-tokens");
        var _ = deltas();

        assertThat(stub.received().getLast().body().has("max_tokens")).isFalse();
        assertThat(stub.received().getLast().body().get("max_completion_tokens").asInt())
                .isEqualTo(100);
    }

    @Test
    void an_answer_at_its_limit_says_that_it_is_not_whole() {
        stub.always(Behaviour.cutOff("and so"));
        assertThat(deltas().getLast()).isEqualTo(new ChatDelta.End(false, null));
    }

    @Test
    void a_service_that_does_not_stream_is_understood() {
        stub.always(Behaviour.json(
                "{\"choices\": [{\"message\": {\"content\": \"whole\"}, \"finish_reason\": \"stop\"}]}"));
        assertThat(text(deltas())).isEqualTo("whole");
    }

    @Test
    void what_fails_before_its_first_word_is_sent_again() {
        stub.next(Behaviour.status(500, "{}"), Behaviour.endingEarly(""), Behaviour.saying("well"));

        assertThat(text(deltas())).isEqualTo("well");
        assertThat(stub.received()).hasSize(3);
    }

    static Stream<Behaviour> brokenInTheMiddle() {
        return Stream.of(
                Behaviour.errorInTheMiddle("half of"),
                Behaviour.endingEarly("half of"),
                Behaviour.brokenOff("half of"),
                Behaviour.stallingAfter("half of"));
    }

    @ParameterizedTest
    @MethodSource("brokenInTheMiddle")
    void what_fails_in_the_middle_has_said_its_words_and_is_not_sent_again(Behaviour behaviour) {
        model = model("idle-timeout", "300ms");
        stub.always(behaviour);
        AssertSubscriber<ChatDelta> listener = listen();
        var _ = listener.awaitFailure(TIME);

        assertThat(text(listener.getItems())).startsWith("half");
        assertThat(listener.getFailure())
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("sk-");
        assertThat(stub.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "null",
                "{}",
                "{\"choices\": 1}",
                "{\"choices\": []}",
                "{\"choices\": [{\"message\": {\"content\": null}}]}",
                "{\"choices\": [{\"message\": {\"content\": 3}}]}"
            })
    void garbage_is_not_believed(String body) {
        stub.always(Behaviour.json(body));

        assertThat(failure()).isInstanceOf(Failure.Upstream.class).hasMessageContaining("QUARRY_CHAT_");
        assertThat(stub.received()).hasSize(1);
    }

    @Test
    void garbage_within_a_stream_is_not_believed() {
        stub.always(Behaviour.garbage());
        assertThat(failure()).isInstanceOf(Failure.Upstream.class).hasMessageContaining("no JSON");
    }

    @Test
    void a_wait_that_the_service_asks_for_is_kept_and_a_long_one_is_told() {
        stub.next(Behaviour.tooMany("1"));
        long began = System.nanoTime();
        assertThat(text(deltas())).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));

        stub.always(Behaviour.tooMany("3600"));
        assertThat(failure())
                .isInstanceOfSatisfying(
                        Failure.Busy.class,
                        busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofHours(1)));
    }

    @Test
    void who_is_silent_is_given_up_after_the_idle_time() {
        model = model("idle-timeout", "200ms");
        stub.always(Behaviour.silent());

        assertThat(failure()).isInstanceOf(Failure.Upstream.class).hasMessageContaining("said nothing for 200 ms");
    }

    @Test
    void who_talks_without_end_is_given_up_at_the_deadline() {
        stub.always(Behaviour.endless(Duration.ofMillis(20)));
        AssertSubscriber<ChatDelta> listener = model.stream(request(Duration.ofMillis(500)))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        var _ = listener.awaitFailure(TIME);

        assertThat(listener.getFailure()).hasMessageContaining("did not end its answer within");
        await().until(() -> stub.underWay() == 0);
    }

    @Test
    void who_says_more_than_the_limit_allows_is_cut_off() {
        stub.always(Behaviour.saying("x".repeat(20_000)));
        List<ChatDelta> deltas = deltas();

        assertThat(text(deltas).length()).isLessThan(3300);
        assertThat(deltas.getLast()).isEqualTo(new ChatDelta.End(false, null));
    }

    @Test
    void who_stops_listening_stops_the_model() {
        stub.always(Behaviour.endless(Duration.ofMillis(10)));
        AssertSubscriber<ChatDelta> listener = listen();
        var _ = listener.awaitItems(3, TIME);
        assertThat(stub.underWay()).isOne();

        cancel(listener);

        await().until(() -> stub.underWay() == 0 && stub.hungUp() == 1);
    }

    @Test
    void who_stops_listening_to_silence_stops_the_model_too() {
        stub.always(Behaviour.silent());
        AssertSubscriber<ChatDelta> listener = listen();
        await().until(() -> stub.underWay() == 1);
        cancel(listener);

        await().until(() -> running() == 0);
    }

    @Test
    void there_is_room_for_so_many() {
        model = model("concurrency", "2");
        stub.always(Behaviour.silent());
        List<AssertSubscriber<ChatDelta>> listeners = List.of(listen(), listen());
        await().until(() -> stub.underWay() == 2);

        assertThat(failure()).isInstanceOf(Failure.Busy.class);

        listeners.forEach(ChatModelTest::cancel);
        await().until(() -> running() == 0);
        stub.always(Behaviour.saying("again"));
        assertThat(text(deltas())).isEqualTo("again");
    }

    @Test
    void a_service_that_is_not_well_is_left_alone_for_a_while() {
        model = model("retries", "0", "breaker-failures", "2", "breaker-open", "1h");
        stub.always(Behaviour.status(503, "{}"));
        for (int i = 0; i < 4; i++) {
            assertThat(failure()).isInstanceOf(Failure.class);
        }

        assertThat(stub.received()).hasSize(2);
        assertThat(failure()).isInstanceOf(Failure.Busy.class).hasMessageContaining("left alone");
    }

    @Test
    void a_refusal_says_what_to_change_and_repeats_neither_key_nor_text() {
        model = model("api-key", SECRET);
        stub.always(Behaviour.status(
                401, "{\"error\": {\"message\": \"bad key " + SECRET + " for: what is a very long question\"}}"));

        assertThat(failure())
                .hasMessageContaining("QUARRY_CHAT_API_KEY")
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("very long question");
        assertThat(stub.received()).hasSize(1);
    }

    @Test
    void settings_that_make_no_sense_are_refused_without_the_secret() {
        assertThatThrownBy(() -> ChatSettings.check(config(Map.of("quarry.chat.url", "http://u:s3cret@host"))))
                .hasMessageContaining("QUARRY_CHAT_MODEL")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> ChatSettings.check(
                        config(Map.of("quarry.chat.url", "http://u:s3cret@host", "quarry.chat.model", "m"))))
                .hasMessageContaining("QUARRY_CHAT_URL")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> ChatSettings.check(config(Map.of("quarry.chat.model", "m"))))
                .hasMessageContaining("QUARRY_CHAT_URL");
        assertThatThrownBy(() -> ChatSettings.check(settings("context-tokens", "1500")))
                .hasMessageContaining("quarry.chat.context-tokens");
    }

    private double running() {
        return metrics.get("quarry.chat.running").gauge().value();
    }

    private List<ChatDelta> deltas() {
        return model.stream(request(TIME)).collect().asList().await().atMost(TIME);
    }

    private Throwable failure() {
        return catchThrowable(this::deltas);
    }

    private AssertSubscriber<ChatDelta> listen() {
        return model.stream(request(TIME)).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static void cancel(AssertSubscriber<ChatDelta> listener) {
        var _ = listener.cancel();
    }

    private static ChatRequest request(Duration deadline) {
        return new ChatRequest(
                List.of(
                        new ChatMessage(Role.SYSTEM, "Answer."),
                        new ChatMessage(Role.USER, "what is a very long question")),
                100,
                deadline);
    }

    private static String text(List<ChatDelta> deltas) {
        return deltas.stream()
                .filter(ChatDelta.Text.class::isInstance)
                .map(delta -> ((ChatDelta.Text) delta).text())
                .collect(Collectors.joining());
    }

    private ChatModel model(String... pairs) {
        metrics.clear();
        return new ChatModel(settings(pairs), metrics);
    }

    private ChatConfig settings(String... pairs) {
        Map<String, String> properties =
                new HashMap<>(Map.of("quarry.chat.url", stub.url(), "quarry.chat.model", "stub"));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put("quarry.chat." + pairs[i], pairs[i + 1]);
        }
        return config(properties);
    }

    private static ChatConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ChatConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(ChatConfig.class);
    }
}
