package dev.quarry.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What became of the files of the inbox. */
@ApplicationScoped
class InboxMetrics {
    private final MeterRegistry registry;

    InboxMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(String outcome) {
        Counter.builder("quarry.inbox.files")
                .description("Files taken from the inbox, by what became of them")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }
}
