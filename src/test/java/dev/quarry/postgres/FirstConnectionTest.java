package dev.quarry.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.postgres.pool.Lease;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.testing.ServiceTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How soon a service that has just been started can answer. */
@ServiceTest
class FirstConnectionTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @Inject
    DatabaseConfig database;

    @Inject
    PoolConfig config;

    @Test
    void new_pools_answer_their_first_statement_within_two_seconds() throws Exception {
        Vertx vertx = Vertx.vertx();
        long began = System.nanoTime();
        Pools pools = new Pools(vertx, new SimpleMeterRegistry(), database, config);
        try {
            Lease lease = pools.main()
                    .connections()
                    .acquire()
                    .lease()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            int answer = lease.connection()
                    .query("select 1")
                    .execute()
                    .map(rows -> rows.iterator().next().getInteger(0))
                    .await()
                    .atMost(DEADLINE);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            lease.release();

            System.out.printf("LOAD first connection: new pools answered select 1 after %d ms%n", took.toMillis());
            assertThat(answer).isEqualTo(1);
            assertThat(took).isLessThan(DEADLINE);
        } finally {
            pools.closeAll(new ShutdownEvent());
            vertx.close().toCompletionStage().toCompletableFuture().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
