package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.postgres.Pools;
import dev.quarry.testing.Api;
import dev.quarry.testing.DocumentLock;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** More documents are somebody else's than the watcher looks up in one go. */
@ServiceTest
@TestProfile(CrowdedWatcherTest.SmallPages.class)
class CrowdedWatcherTest {
    private static final int LOCKED = 1;

    /** One document a page. */
    public static class SmallPages implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarry.ingest.page-size", "1");
        }
    }

    @Inject
    Pools pools;

    @Inject
    Rows rows;

    @Inject
    DataSource owner;

    @Test
    void documents_behind_those_that_others_have_are_reached_and_nobody_spins() {
        List<String> locked = IntStream.range(0, LOCKED)
                .mapToObj(i -> Api.store("Locked " + i, "Somebody has number %d.".formatted(i)))
                .toList();
        locked.forEach(Api::awaitReady);
        List<DocumentLock> locks =
                locked.stream().map(id -> DocumentLock.hold(owner, id)).toList();
        try {
            rows.execute("update documents set status = 'pending', next_attempt_at = now() - interval '1 hour'");

            Api.awaitReady(Api.store("Behind", "It is nobody's."));

            long before = tries();
            Duration watched = Duration.ofSeconds(3);
            await().atMost(watched.multipliedBy(2)).pollDelay(watched).until(() -> true);
            // A round a second, and a try for each document in it.
            assertThat(tries() - before).isBetween((long) LOCKED, LOCKED * 6L);
        } finally {
            locks.forEach(DocumentLock::close);
        }
        locked.forEach(Api::awaitReady);
    }

    private long tries() {
        return pools.snapshots().stream()
                .filter(pool -> pool.name().equals("direct"))
                .mapToLong(pool -> pool.acquired())
                .sum();
    }
}
