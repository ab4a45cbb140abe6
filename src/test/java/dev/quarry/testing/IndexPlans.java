package dev.quarry.testing;

import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Plans of the service's role that walk indexes wherever they can: what a test's few rows would not make the planner do by
 * itself. A plan that still scans or sorts has no index that serves it.
 */
@ApplicationScoped
public class IndexPlans {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final String INDEXES_ONLY =
            "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),"
                    + " set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),"
                    + " set_config('enable_mergejoin', 'off', true)";

    private final Database database;

    IndexPlans(Database database) {
        this.database = database;
    }

    /** @param sql without parameters */
    public String of(String sql) {
        return database.read(
                        TenantId.DEFAULT.rows(),
                        DEADLINE,
                        connection -> connection
                                .query(INDEXES_ONLY)
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
