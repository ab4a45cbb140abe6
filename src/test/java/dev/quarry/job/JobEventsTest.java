package dev.quarry.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.testing.Api;
import dev.quarry.testing.EventStream;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs as their followers see them. */
@ServiceTest
@TestProfile(JobWorkerTest.WithoutWorker.class)
class JobEventsTest {
    @Inject
    Workers workers;

    @Inject
    JobEvents followers;

    private final String kind = "test-" + UUID.randomUUID();
    private final Semaphore tasks = new Semaphore(0);

    @AfterEach
    void stop() throws InterruptedException {
        tasks.release(1000);
        workers.closeAll();
    }

    @Test
    void events_come_as_tasks_end_and_the_stream_closes_with_the_job() {
        UUID id = begun(5);
        try (EventStream stream = EventStream.open(events(id), Map.of())) {
            tasks.release(2);
            await().untilAsserted(() -> assertThat(stream.ids()).containsExactly("1", "2"));
            tasks.release(3);
            await().until(stream::isClosed);

            assertThat(stream.ids()).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(stream.names()).containsExactly("task", "task", "task", "task", "task", "job");
            assertThat(stream.data().getFirst()).contains("\"lease_owner\"", "\"state\":\"succeeded\"");
            assertThat(stream.data().getLast()).contains("\"percent\":100", "\"state\":\"succeeded\"");
        }
    }

    @Test
    void a_follower_that_was_cut_off_misses_nothing_and_gets_nothing_twice() {
        UUID id = begun(1000);
        try (EventStream stream = EventStream.open(events(id), Map.of())) {
            tasks.release(3);
            await().untilAsserted(() -> assertThat(stream.ids()).hasSize(3));
        }
        tasks.release(997);
        try (EventStream stream = EventStream.open(events(id), Map.of("Last-Event-ID", "3"))) {
            await().atMost(Duration.ofSeconds(60)).until(stream::isClosed);

            assertThat(stream.ids())
                    .containsExactlyElementsOf(IntStream.rangeClosed(4, 1001)
                            .mapToObj(Integer::toString)
                            .toList());
        }
        try (EventStream stream = EventStream.open(events(id), Map.of("Last-Event-ID", "1001"))) {
            assertThat(stream.status()).isEqualTo(204);
        }
    }

    @Test
    void what_is_wrong_is_said_before_the_stream_begins() {
        Api.get("/api/v1/jobs/" + UUID.randomUUID() + "/events")
                .statusCode(404)
                .contentType("application/problem+json");
        UUID id = workers.job(kind);
        try (EventStream stream = EventStream.open(events(id), Map.of("Last-Event-ID", "x"))) {
            assertThat(stream.status()).isEqualTo(400);
        }
    }

    @Test
    void silence_is_broken_by_signs_of_life_and_a_client_that_hangs_up_is_forgotten() {
        UUID id = begun(1);
        try (EventStream stream = EventStream.open(events(id), Map.of())) {
            await().until(() -> stream.comments().size() >= 2);
            assertThat(following()).isEqualTo(1);
        }

        await().until(() -> following() == 0);
    }

    @Test
    void there_is_room_for_so_many_followers() {
        UUID id = begun(1);
        List<EventStream> streams = IntStream.range(0, 3)
                .mapToObj(i -> EventStream.open(events(id), Map.of()))
                .toList();
        await().until(() -> following() == 3);

        try (EventStream another = EventStream.open(events(id), Map.of())) {
            assertThat(another.status()).isEqualTo(503);
        }
        streams.forEach(EventStream::close);
        await().until(() -> following() == 0);
    }

    @Test
    void lists_are_paged_and_filtered() {
        UUID first = workers.job(kind, "1", "2", "3");
        UUID second = workers.job(kind);

        assertThat(Api.get("/api/v1/jobs?kind=" + kind).extract().<List<String>>path("jobs.id"))
                .containsExactly(second.toString(), first.toString());
        assertThat(Api.get("/api/v1/jobs?state=queued&kind=" + kind).extract().<List<String>>path("jobs.id"))
                .containsExactly(first.toString());
        assertThat(Api.get("/api/v1/jobs/" + first + "/tasks?limit=1&skip=1&state=pending")
                        .extract()
                        .<List<String>>path("tasks.subject"))
                .containsExactly("2");
        Api.get("/api/v1/jobs?state=done").statusCode(400);
        Api.get("/api/v1/jobs?limit=1001").statusCode(400);
        Api.get("/api/v1/jobs/" + UUID.randomUUID()).statusCode(404);
        Api.get("/api/v1/jobs/" + UUID.randomUUID() + "/tasks").statusCode(404);
    }

    private int following() {
        return followers.count();
    }

    private UUID begun(int count) {
        UUID id = workers.job(
                kind,
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toArray(String[]::new));
        workers.start("worker" + id, FastJobs.settings(), kind, task -> {
            tasks.acquireUninterruptibly();
            return new TaskOutcome.Done();
        });
        return id;
    }

    private URI events(UUID id) {
        return URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/jobs/" + id + "/events");
    }
}
