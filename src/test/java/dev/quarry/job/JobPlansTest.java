package dev.quarry.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the server looks for tasks, as the role and under the policies that workers have. */
@ServiceTest
@TestProfile(JobWorkerTest.WithoutWorker.class)
class JobPlansTest {
    private static final int ENDED = 50_000;

    @Inject
    Rows rows;

    @Inject
    Database database;

    private final UUID job = UUID.randomUUID();

    @BeforeEach
    void many_ended_tasks_and_few_open_ones() {
        rows.execute("insert into jobs (tenant_id, id, kind, total) values (1, '" + job + "', 'planned', 60000)");
        rows.execute("insert into job_tasks (tenant_id, job_id, number, subject, state, event, finished_at)"
                + " select 1, '" + job + "', n, 'x', 'succeeded', n, now() from generate_series(1, " + ENDED + ") n");
        rows.execute("insert into job_tasks (tenant_id, job_id, number, subject) select 1, '" + job + "', n, 'x'"
                + " from generate_series(" + (ENDED + 1) + ", " + (ENDED + 200) + ") n");
        rows.execute("insert into jobs (tenant_id, id, kind, total, finished_at)"
                + " select 1, gen_random_uuid(), 'planned-before', 0, now() from generate_series(1, 5000)");
        rows.execute("analyze jobs");
        rows.execute("analyze job_tasks");
    }

    @AfterEach
    void remove() {
        rows.execute("delete from jobs where id = '" + job + "' or kind = 'planned-before'");
    }

    @Test
    void a_claim_reads_what_is_claimable_and_nothing_else() {
        String claim = LeaseSql.CLAIM
                .replace("$1", "array['planned']")
                .replace("$2", "2")
                .replace("$3", "'worker'")
                .replace("$4", "30000");

        assertThat(plan(claim))
                .contains("Index Scan using job_tasks_claimable")
                .contains("Index Scan using jobs_open")
                .containsPattern("Index Cond: \\(\\(tenant_id = j.*claimable_at <= now\\(\\)")
                .doesNotContain("Seq Scan")
                .doesNotContain("Sort");
    }

    @Test
    void events_are_read_on_from_the_last_one() {
        String after = TaskSql.ENDED_AFTER
                .replace("$1", "1")
                .replace("$2", "'" + job + "'")
                .replace("$3", "49990")
                .replace("$4", "200");

        assertThat(plan(after)).contains("Index Scan using job_tasks_events").contains("event > 49990");
    }

    private String plan(String sql) {
        return StreamSupport.stream(
                        database.workerWrite(
                                        RowScope.EVERY_TENANT,
                                        Duration.ofSeconds(10),
                                        connection -> connection
                                                .query("explain (costs off) " + sql)
                                                .execute())
                                .await()
                                .indefinitely()
                                .spliterator(),
                        false)
                .map(line -> line.getString(0))
                .collect(Collectors.joining("\n"));
    }
}
