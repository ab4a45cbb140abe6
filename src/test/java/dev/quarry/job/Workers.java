package dev.quarry.job;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Workers of a test's own, each of which does what the test says, and the jobs they do. */
@ApplicationScoped
class Workers {
    private final Database database;
    private final Jobs jobs;
    private final JobMetrics metrics;
    private final List<Ticking> open = new ArrayList<>();

    Workers(Database database, Jobs jobs, JobMetrics metrics) {
        this.database = database;
        this.jobs = jobs;
        this.metrics = metrics;
    }

    /** Creates a job of that kind with a task for each subject. */
    UUID job(String kind, String... subjects) {
        return jobs.create(TenantId.DEFAULT, kind, new JsonObject(), Jobs.TaskSource.of(Arrays.asList(subjects)))
                .await()
                .indefinitely()
                .id();
    }

    Job find(UUID job) {
        return jobs.find(TenantId.DEFAULT, job).await().indefinitely();
    }

    List<JobTask> tasks(UUID job) {
        return jobs.listTasks(TenantId.DEFAULT, job, null, new dev.quarry.http.Page(100, 0))
                .await()
                .indefinitely()
                .tasks();
    }

    @CanIgnoreReturnValue
    JobWorker start(String name, JobConfig config, String kind, Function<Task, TaskOutcome> work) {
        TaskHandler handler = new TaskHandler() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public TaskOutcome perform(Task task) {
                return work.apply(task);
            }
        };
        JobWorker worker = new JobWorker(database, List.of(handler), config, metrics, name);
        worker.open();
        open.add(new Ticking(worker, Thread.ofVirtual().start(() -> tick(worker, config))));
        return worker;
    }

    void closeAll() throws InterruptedException {
        for (Ticking one : open) {
            one.clock().interrupt();
            one.worker().stopClaiming();
            one.worker().close();
        }
        open.clear();
    }

    private static void tick(JobWorker worker, JobConfig config) {
        try {
            while (true) {
                Thread.sleep(config.interval());
                worker.wake();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private record Ticking(JobWorker worker, Thread clock) {}
}
