package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.quarry.postgres.pool.Lease;
import dev.quarry.testing.LeakDetector;
import dev.quarry.testing.OpenLeases;
import dev.quarry.testing.Pooler;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That a leak would be found: what {@link LeakDetector} asks after every test, asked while a connection is out. */
@ServiceTest
class LeakDetectorTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pools pools;

    @Inject
    OpenLeases leases;

    @Test
    void it_is_asked_after_every_test_of_the_service() {
        assertThat(ServiceLoader.load(QuarkusTestAfterEachCallback.class))
                .anyMatch(callback -> callback.getClass().getName().equals(LeakDetector.class.getName()));
    }

    @Test
    void a_connection_that_is_not_given_back_is_found() throws Exception {
        Lease leaked = borrow();
        try {
            assertThatThrownBy(() -> leases.awaitNone(SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("pool 'main' has 1 connections in use");
        } finally {
            leaked.release();
        }
        leases.awaitNone(PATIENCE);
    }

    @Test
    void a_transaction_that_is_left_open_is_found_on_the_server() throws Exception {
        assumeFalse(Pooler.isInBetween(), "a transaction of the pooler's is not looked for");
        Lease lease = borrow();
        var _ = lease.connection().query("begin").execute().await().atMost(PATIENCE);
        lease.release();
        try {
            assertThatThrownBy(() -> leases.awaitNone(SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("the server has 1 sessions of pool 'main'");
        } finally {
            // Most recently used, so lent first.
            borrow().discard();
        }
        leases.awaitNone(PATIENCE);
    }

    private Lease borrow() throws Exception {
        return pools.main()
                .connections()
                .acquire()
                .lease()
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
