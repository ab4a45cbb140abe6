package dev.quarry.session.chat;

import dev.quarry.embedding.http.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** What the model's service tells the world. */
final class ChatMetrics {
    private final MeterRegistry registry;

    ChatMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(CircuitBreaker breaker, Semaphore places, int concurrency) {
        Gauge.builder("quarry.chat.breaker", breaker, watched -> watched.state().level())
                .description("The circuit breaker: 0 closed, 1 half open, 2 open")
                .register(registry);
        Gauge.builder("quarry.chat.running", places, free -> concurrency - free.availablePermits())
                .description("Requests to the language model under way")
                .register(registry);
    }

    void requested(String outcome, Duration took) {
        Timer.builder("quarry.chat.request")
                .description("Time of a request to the language model, to the end of its answer, by outcome")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    void firstWord(Duration took) {
        Timer.builder("quarry.chat.first.word")
                .description("Time from a request to the first piece of its answer")
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }

    void used(ChatDelta.Tokens tokens) {
        count("prompt", tokens.prompt());
        count("completion", tokens.completion());
    }

    void retried(ChatTrouble trouble) {
        Counter.builder("quarry.chat.retries")
                .description("Requests that were sent again, by reason")
                .tag("reason", trouble.kind().label())
                .register(registry)
                .increment();
    }

    private void count(String kind, int tokens) {
        Counter.builder("quarry.chat.tokens")
                .description("Tokens as the language model's service counts them")
                .tag("kind", kind)
                .register(registry)
                .increment(Math.max(0, tokens));
    }
}
