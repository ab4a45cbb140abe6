package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class WatcherTest {
    @Inject
    Rows rows;

    @Test
    void everything_stored_becomes_ready_and_its_counts_are_folded() {
        List<String> ids = IntStream.range(0, 150)
                .mapToObj(i -> Api.store("Log " + i, "Entry %d: wind %d knots, all well aboard.".formatted(i, i % 40)))
                .toList();

        ids.forEach(Api::awaitReady);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(rows.count("lexeme_changes")).isZero());
    }

    @Test
    void a_document_left_in_the_middle_by_a_dead_worker_is_taken_up_again() {
        String id = Api.store("Log", "Left in the middle.");
        Api.awaitReady(id);

        rows.execute("update documents set status = 'indexing' where id = '" + id + "'");

        Api.awaitReady(id);
    }

    @Test
    void a_failed_document_is_tried_again_when_its_time_has_come() {
        String id = Api.store("Log", "It failed once.");
        Api.awaitReady(id);

        rows.execute("update documents set status = 'failed', attempts = 3, error = 'the model was away',"
                + " next_attempt_at = now() + interval '1 second' where id = '" + id + "'");

        Api.awaitReady(id);
        assertThat(rows.number("select attempts from documents where id = ?::uuid", id))
                .isZero();
    }
}
