package dev.quarry.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.embedding.http.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    private final MovableClock clock = new MovableClock();
    private final CircuitBreaker breaker = new CircuitBreaker(3, OPEN_FOR, clock);

    @Test
    void it_opens_after_failures_in_a_row_and_says_how_long() {
        fail(2);
        assertThat(breaker.refusal()).isEmpty();
        fail(1);
        clock.pass(Duration.ofSeconds(4));
        assertThat(breaker.refusal()).contains(Duration.ofSeconds(6));
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void an_answer_between_failures_starts_the_count_anew() {
        fail(2);
        breaker.succeeded();
        fail(2);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void when_its_time_has_passed_one_may_try_and_the_others_wait() {
        fail(3);
        clock.pass(OPEN_FOR);
        assertThat(breaker.refusal()).isEmpty();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.refusal()).contains(OPEN_FOR);
        breaker.succeeded();
        assertThat(breaker.refusal()).isEmpty();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void a_trial_that_fails_opens_it_again() {
        fail(3);
        clock.pass(OPEN_FOR);
        assertThat(breaker.refusal()).isEmpty();
        breaker.failed();
        assertThat(breaker.refusal()).contains(OPEN_FOR);
    }

    @Test
    void a_trial_that_nobody_waited_for_leaves_the_place_to_the_next() {
        fail(3);
        clock.pass(OPEN_FOR);
        assertThat(breaker.refusal()).isEmpty();
        breaker.abandoned();
        assertThat(breaker.refusal()).isEmpty();
    }

    @Test
    void late_failures_do_not_prolong_it() {
        fail(3);
        clock.pass(Duration.ofSeconds(9));
        breaker.failed();
        assertThat(breaker.refusal()).contains(Duration.ofSeconds(1));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }
}
