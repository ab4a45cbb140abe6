package dev.quarry;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * What is done with an error that nobody is left to hear.
 *
 * <p>A leg of a search and the search itself may run out of time in the same millisecond: the second to say so has no
 * listener any more. That is no defect, and with a database that stands still it would fill the log with traces.
 */
@ApplicationScoped
class DroppedFailures {
    private static final Logger LOG = Logger.getLogger(DroppedFailures.class);

    void listen(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        Infrastructure.setDroppedExceptionHandler(DroppedFailures::dropped);
    }

    private static void dropped(Throwable error) {
        if (error instanceof Failure) {
            LOG.debugf("failure_unheard error=%s", error.getMessage());
        } else {
            LOG.errorf(error, "error_unheard");
        }
    }
}
