package dev.quarry.embedding.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider tells the world, tagged with the model's stamp. */
public final class ProviderMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final String model;
    private Meter.@Nullable Id breaker;

    public ProviderMetrics(MeterRegistry registry, String model) {
        this.registry = registry;
        this.model = model;
    }

    void watch(CircuitBreaker watched) {
        breaker = Gauge.builder(
                        "quarry.embedding.breaker",
                        watched,
                        state -> state.state().level())
                .description("The circuit breaker: 0 closed, 1 half open, 2 open")
                .tag("model", model)
                .register(registry)
                .getId();
    }

    void requested(Lane lane, Reply reply, int texts, Duration took) {
        Timer.builder("quarry.embedding.request")
                .description("Time of a request to the embedding provider, by outcome")
                .tags("model", model, "lane", lane.name(), "outcome", reply.outcome())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry)
                .record(took);
        if (reply instanceof Reply.Vectors) {
            Counter.builder("quarry.embedding.texts")
                    .description("Texts embedded")
                    .tags("model", model, "lane", lane.name())
                    .register(registry)
                    .increment(texts);
        }
    }

    void retried(Trouble reason) {
        Counter.builder("quarry.embedding.retries")
                .description("Requests that were sent again, by reason")
                .tags("model", model, "reason", reason.label())
                .register(registry)
                .increment();
    }

    void waitedForLane(Duration waited) {
        Timer.builder("quarry.embedding.lane.wait")
                .description("Time that bulk work waited for its turn")
                .tags("model", model)
                .register(registry)
                .record(waited);
    }

    @Override
    public void close() {
        if (breaker != null) {
            registry.remove(breaker);
        }
    }
}
