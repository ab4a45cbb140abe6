package dev.quarry.role;

import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** When the stop began: the parts that wait for their work to end wait at the same time, and not one after the other. */
@ApplicationScoped
public class StopClock {
    private volatile long began = System.nanoTime();

    void begin(@Observes @Priority(StartOrder.STOP_TAKING) ShutdownEvent shutdown) {
        began = System.nanoTime();
    }

    /** What is left of a deadline that runs from the beginning of the stop; never less than nothing. */
    public Duration left(Duration deadline) {
        Duration left = deadline.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
