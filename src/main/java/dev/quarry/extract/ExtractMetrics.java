package dev.quarry.extract;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How many files were read, how long that took, and what came of it. */
@ApplicationScoped
class ExtractMetrics {
    private final MeterRegistry registry;
    private final Counter turnedAway;

    ExtractMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.turnedAway = Counter.builder("quarry.extract.turned.away")
                .description("Files that had no turn in time")
                .register(registry);
    }

    void ended(String format, String outcome, Duration took) {
        Timer.builder("quarry.extract.file")
                .description("Time that reading one file took, by its format and what came of it")
                .tag("format", format)
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }

    void turnedAway() {
        turnedAway.increment();
    }
}
