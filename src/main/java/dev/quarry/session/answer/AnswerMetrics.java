package dev.quarry.session.answer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Counts and times answers. */
@ApplicationScoped
class AnswerMetrics {
    private final MeterRegistry registry;

    AnswerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void answered(Answer answer, Duration took) {
        record(answer.provenance().supported() ? "supported" : "unsupported", kind(answer), took);
    }

    void failed(Duration took) {
        record("failed", "none", took);
    }

    /** Nobody waited for it any more. */
    void abandoned(Duration took) {
        record("abandoned", "none", took);
    }

    private static String kind(Answer answer) {
        return switch (answer.provenance().kind()) {
            case EXTRACTIVE -> "extractive";
            case GENERATED -> "generated";
        };
    }

    private void record(String outcome, String kind, Duration took) {
        Timer.builder("quarry.answer")
                .description("Time from a question to the end of its answer, by outcome and kind")
                .tags("outcome", outcome, "kind", kind)
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
    }
}
