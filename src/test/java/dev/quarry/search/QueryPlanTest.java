package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.testing.Api;
import dev.quarry.testing.IndexPlans;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * That indexes serve the searches, under row-level security and as the service's own role: there, an index is no use to an
 * operator that is not leakproof. Tables of a few rows would be read whole, so that is made dear here.
 */
@ServiceTest
class QueryPlanTest {
    @Inject
    IndexPlans plans;

    @Inject
    EmbeddingSpaces spaces;

    @Inject
    Rows rows;

    @BeforeEach
    void some_documents() {
        if (rows.number("select count(*) from documents where title like 'Plan %'") == 0) {
            IntStream.range(0, 20).forEach(i -> Api.store("Plan " + i, "Sheet %d of the sail plan.".formatted(i)));
            rows.execute("analyze");
        }
    }

    @Test
    @EnabledIf("hasPgvector")
    void pgvector_walks_its_graph() {
        String vector = IntStream.range(0, spaces.serving().space().dimensions())
                .mapToObj(i -> "0.05")
                .collect(Collectors.joining(",", "[", "]"));
        String plan = plans.of(
                "select chunk_id from " + spaces.serving().space().index().vectorTable()
                        + " where tenant_id = 1 order by vector <=> '" + vector + "' limit 10");

        assertThat(plan).contains("_hnsw");
    }

    boolean hasPgvector() {
        return "pgvector".equals(spaces.serving().space().index().kind());
    }
}
