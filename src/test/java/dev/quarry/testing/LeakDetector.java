package dev.quarry.testing;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.time.Duration;

/** Fails every test of the service that leaves a connection lent, a caller waiting, or a transaction open on the server. */
public class LeakDetector implements QuarkusTestAfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        try (InstanceHandle<OpenLeases> leases = Arc.container().instance(OpenLeases.class)) {
            leases.get().awaitNone(PATIENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
