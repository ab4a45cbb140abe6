package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * That indexes serve the searches, under row-level security and as the service's own role: there, an index is no use to an
 * operator that is not leakproof. Tables of a few rows would be read whole, so that is made dear here.
 */
@ServiceTest
class QueryPlanTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Inject
    Database database;

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
        String plan =
                plan("select chunk_id from " + spaces.serving().space().index().vectorTable()
                        + " where tenant_id = 1 order by vector <=> '" + vector + "' limit 10");

        assertThat(plan).contains("_hnsw");
    }

    boolean hasPgvector() {
        return "pgvector".equals(spaces.serving().space().index().kind());
    }

    private String plan(String sql) {
        return database.read(
                        TenantId.DEFAULT.rows(),
                        DEADLINE,
                        connection -> connection
                                .query(
                                        "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),"
                                                + " set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),"
                                                + " set_config('enable_mergejoin', 'off', true)")
                                .execute()
                                .chain(() -> connection
                                        .query("explain (costs off) " + sql)
                                        .execute()))
                .map(lines -> StreamSupport.stream(lines.spliterator(), false)
                        .map((Row line) -> line.getString(0))
                        .collect(Collectors.joining("\n")))
                .await()
                .atMost(DEADLINE);
    }
}
