package dev.quarry;

import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets scheduled work begin, once everything that it needs is there. A start that takes long would else be overtaken by its own
 * schedule, and one that fails would report that too.
 */
@ApplicationScoped
class ScheduleStart {
    private final Scheduler scheduler;

    ScheduleStart(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void begin(@Observes @Priority(StartOrder.SCHEDULE) StartupEvent start) {
        scheduler.resume();
    }
}
