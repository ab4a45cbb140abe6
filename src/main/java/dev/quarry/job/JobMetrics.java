package dev.quarry.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the worker tells the world. */
@ApplicationScoped
public class JobMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger running;
    private final Counter takeovers;
    private final Counter lostLeases;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        AtomicInteger atWork = new AtomicInteger();
        this.running = atWork;
        Gauge.builder("quarry.job.running", atWork::get)
                .description("Tasks that this instance has claimed and is performing")
                .register(registry);
        this.takeovers = Counter.builder("quarry.job.takeovers")
                .description("Tasks claimed after the lease of another worker ran out")
                .register(registry);
        this.lostLeases = Counter.builder("quarry.job.leases.lost")
                .description("Outcomes that were not written because the lease was lost")
                .register(registry);
    }

    void claimed(Task task) {
        running.incrementAndGet();
        if (task.takenOver()) {
            takeovers.increment();
        }
    }

    void ended(Task task, String outcome, Duration took) {
        running.decrementAndGet();
        Timer.builder("quarry.job.task")
                .description("Time that one attempt at a task took")
                .tag("kind", task.kind())
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
        Counter.builder("quarry.job.tasks")
                .description("Attempts at tasks, by what they came to")
                .tag("kind", task.kind())
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void lostLease() {
        lostLeases.increment();
    }
}
