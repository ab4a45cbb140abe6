package dev.quarry.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quarry.failure.Failure;
import dev.quarry.testing.StubProvider;
import dev.quarry.testing.StubProvider.Behaviour;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTest {
    private static final String KEY = "sk-very-secret";
    private static final List<String> TEXTS = List.of("one text of the document", "another text of the document");
    private static final Lane BULK = Lane.bulk(Duration.ofSeconds(5), 3, Duration.ofSeconds(20));
    private static final Lane QUERY = Lane.query(Duration.ofMillis(300), 1);

    private final StubProvider stub = StubProvider.start(8);
    private final MovableClock clock = new MovableClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Duration> pauses = new ArrayList<>();
    private Provider provider;

    @BeforeEach
    void connect() {
        provider = connect(stub.url());
        provider.expect(8);
    }

    @AfterEach
    void close() {
        provider.close();
        stub.close();
    }

    @Test
    void texts_come_back_as_vectors_in_their_order() {
        assertThat(provider.embed(TEXTS, BULK))
                .containsExactly(stub.vectorOf(TEXTS.get(0)), stub.vectorOf(TEXTS.get(1)));
        assertThat(stub.received()).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEqualTo("Bearer " + KEY);
            assertThat(request.body().get("model").asText()).isEqualTo("stub");
            assertThat(request.body().get("encoding_format").asText()).isEqualTo("float");
            assertThat(request.body().has("dimensions")).isFalse();
        });
    }

    @Test
    void an_answer_in_another_order_is_sorted_by_its_index() {
        stub.next(1, Behaviour.backwards());
        assertThat(provider.embed(TEXTS, BULK))
                .containsExactly(stub.vectorOf(TEXTS.get(0)), stub.vectorOf(TEXTS.get(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "Sun, 01 Mar 2026 12:00:02 GMT"})
    void a_short_wait_that_is_asked_for_is_waited_in_place(String retryAfter) {
        stub.next(5, Behaviour.tooMany(retryAfter));
        assertThat(provider.embed(TEXTS, BULK)).hasSize(2);
        assertThat(pauses)
                .hasSize(5)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_250)));
        assertThat(stub.embedded())
                .containsOnlyKeys(TEXTS)
                .allSatisfy((text, times) -> assertThat(times).isEqualTo(1));
        assertThat(registry.get("quarry.embedding.retries")
                        .tag("reason", "rate_limited")
                        .counter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void a_long_wait_is_handed_to_the_caller() {
        stub.next(1, Behaviour.tooMany("120"));
        Failure.Busy busy = busy(BULK);
        assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(121));
        assertThat(busy).hasMessageContaining("wants fewer requests").hasMessageContaining("Rate limit reached");
        assertThat(pauses).isEmpty();
    }

    @Test
    void short_waits_do_not_go_on_for_ever() {
        stub.next(50, Behaviour.tooMany("6"));
        assertThat(busy(BULK).retryAfter()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));
        assertThat(pauses).hasSize(3);
    }

    @Test
    void a_query_waits_for_no_limit_longer_than_it_has() {
        stub.next(1, Behaviour.tooMany("2"));
        assertThat(busy(QUERY).retryAfter()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void a_failure_that_may_pass_is_tried_again_with_growing_waits() {
        stub.next(3, Behaviour.status(500, "oops"));
        assertThat(provider.embed(TEXTS, BULK)).hasSize(2);
        assertThat(pauses).hasSize(3);
        for (int i = 0; i < 3; i++) {
            long longest = 250L << i;
            assertThat(pauses.get(i)).isBetween(Duration.ofMillis(longest / 2), Duration.ofMillis(longest));
        }
    }

    @Test
    void and_given_up_after_some_tries() {
        stub.next(4, Behaviour.status(503, "{\"error\": \"loading the model\"}"));
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("status 503, saying: loading the model");
        assertThat(stub.received()).hasSize(4);
    }

    @Test
    void nobody_there_is_tried_again_too() {
        stub.close();
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("cannot be reached");
        assertThat(pauses).hasSize(3);
    }

    @Test
    void silence_ends_with_the_deadline() {
        stub.next(9, Behaviour.silence());
        assertThatThrownBy(() -> provider.embed(TEXTS, QUERY))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("did not answer within");
    }

    @Test
    void so_does_an_answer_that_stops_in_the_middle() {
        stub.next(9, Behaviour.stopsInTheMiddle());
        assertThatThrownBy(() -> provider.embed(TEXTS, QUERY))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("did not answer within");
    }

    @ParameterizedTest
    @CsvSource({
        "400, max-tokens",
        "401, QUARRY_EMBEDDING_API_KEY",
        "403, QUARRY_EMBEDDING_API_KEY",
        "404, QUARRY_EMBEDDING_MODEL",
        "413, batch-size",
        "302, QUARRY_EMBEDDING_URL"
    })
    void a_refusal_is_not_tried_again_and_says_what_to_change(int status, String advice) {
        stub.next(1, Behaviour.status(status, "{\"error\": {\"message\": \"no, and not with " + KEY + "\"}}"));
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining(advice)
                .hasMessageContaining("no, and not with ***")
                .hasMessageNotContaining(KEY);
        assertThat(stub.received()).hasSize(1);
    }

    @Test
    void a_complaint_that_repeats_a_text_is_not_passed_on() {
        stub.next(1, Behaviour.status(400, "{\"error\": \"cannot read: one text of the docu\"}"));
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK)).hasMessageNotContaining("one text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>                                                                 | no JSON",
                "{\"data\": 7}                                                          | without a list",
                "{\"data\": [{\"index\": 0, \"embedding\": [1]}]}                       | with vectors of 1 numbers instead of 8",
                "{\"data\": [{\"index\": 7, \"embedding\": [1]}]}                       | with the index 7",
                "{\"data\": [{\"index\": 0, \"embedding\": \"AAAA\"}]}                  | no list of numbers",
                "{\"data\": [{\"index\": 0, \"embedding\": [0,0,0,0,0,0,0,0]}]}         | zeros",
                "{\"data\": [{\"index\": 0, \"embedding\": [NaN,0,0,0,0,0,0,1]}]}       | NaN",
                "{\"data\": [{\"index\": 0, \"embedding\": [null,0,0,0,0,0,0,1]}]}      | no number",
                "{\"data\": [{\"index\": 0, \"embedding\": [1e99,0,0,0,0,0,0,1]}]}      | infinity"
            })
    void a_bad_answer_is_a_failure_of_the_provider(String body, String message) {
        stub.next(1, Behaviour.body(body));
        assertThatThrownBy(() -> provider.embed(List.of("text"), BULK))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("the embedding provider 127.0.0.1")
                .hasMessageContaining(message);
    }

    @Test
    void vectors_that_are_missing_are_missed() {
        stub.next(1, Behaviour.oneMissing());
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("with 1 vectors for 2 texts");
    }

    @Test
    void an_answer_without_end_is_not_read_to_its_end() {
        stub.next(1, Behaviour.body("[" + " ".repeat(4 << 20)));
        assertThatThrownBy(() -> provider.embed(List.of("text"), BULK))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("more than there is room for");
    }

    @Test
    void a_provider_that_is_not_well_is_left_alone_and_asked_again_later() {
        stub.next(5, Behaviour.status(500, ""));
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK)).isInstanceOf(Failure.Upstream.class);
        // Its own first try is the one too many.
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK))
                .isInstanceOf(Failure.Upstream.class)
                .hasMessageContaining("status 500");
        Failure.Busy busy = busy(BULK);
        assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(15));
        assertThat(stub.received()).hasSize(5);
        assertThat(registry.get("quarry.embedding.breaker").gauge().value()).isEqualTo(2);

        clock.pass(Duration.ofSeconds(15));
        assertThat(provider.embed(TEXTS, BULK)).hasSize(2);
        assertThat(registry.get("quarry.embedding.breaker").gauge().value()).isZero();
    }

    @Test
    void a_text_that_fails_at_every_trial_is_to_blame_each_time() {
        stub.always(Behaviour.status(500, ""));
        assertThatThrownBy(() -> provider.embed(TEXTS, BULK)).isInstanceOf(Failure.Upstream.class);
        for (int trial = 0; trial < 3; trial++) {
            assertThatThrownBy(() -> provider.embed(TEXTS, BULK)).isInstanceOf(Failure.Upstream.class);
            assertThat(busy(BULK)).hasMessageContaining("is left alone for a while");
            clock.pass(Duration.ofSeconds(15));
        }
    }

    @Test
    void the_key_shows_itself_nowhere() {
        assertThat(new ApiKey(KEY)).hasToString("***");
        assertThat(new Account(Endpoint.parse(stub.url()), "m", new ApiKey(KEY), OptionalInt.empty()).toString())
                .doesNotContain(KEY);
        assertThatThrownBy(() -> new ApiKey(KEY + "\nX: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(KEY);
    }

    private Failure.Busy busy(Lane lane) {
        return catchThrowableOfType(Failure.Busy.class, () -> provider.embed(TEXTS, lane));
    }

    private Provider connect(String url) {
        Account account = new Account(Endpoint.parse(url), "stub", new ApiKey(KEY), OptionalInt.empty());
        return new Provider(
                new EmbeddingsCall(account, Duration.ofSeconds(2), clock),
                new CircuitBreaker(5, Duration.ofSeconds(15), clock),
                new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), new Random(1)),
                pauses::add,
                new ProviderMetrics(registry, "stub"));
    }
}
