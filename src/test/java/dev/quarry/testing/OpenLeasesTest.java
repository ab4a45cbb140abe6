package dev.quarry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.testing.OpenLeases.Moment;
import dev.quarry.testing.OpenLeases.Sessions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenLeasesTest {
    @Test
    void a_service_at_rest_has_none() {
        assertThat(new Moment(List.of(pool("main", 0, 0), pool("direct", 0, 0)), Map.of(), false).stillOpen())
                .isEmpty();
    }

    @Test
    void a_lent_connection_a_waiting_caller_and_a_forgotten_session_are_named_with_their_pool() {
        assertThat(new Moment(List.of(pool("main", 2, 3)), Map.of("main", new Sessions(5, 4)), true).stillOpen())
                .containsExactly(
                        "pool 'main' has 2 connections in use and 3 callers waiting",
                        "the server has 4 sessions of pool 'main' at work or in a transaction",
                        "pool 'main' has 2 connections, and the server 5 sessions of it");
    }

    @Test
    void the_pipeline_may_use_its_pools_while_it_has_work_and_not_after() {
        List<PoolSnapshot> pools = List.of(pool("worker", 1, 0), pool("direct", 1, 0));

        assertThat(new Moment(pools, Map.of("direct", new Sessions(2, 1)), true).stillOpen())
                .isEmpty();
        assertThat(new Moment(pools, Map.of("direct", new Sessions(2, 1)), false).stillOpen())
                .hasSize(3);
    }

    private static PoolSnapshot pool(String name, int inUse, int waiting) {
        return new PoolSnapshot(name, 1, 2, 0, 2, inUse, 2 - inUse, 0, waiting, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
