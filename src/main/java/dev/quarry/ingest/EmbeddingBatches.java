package dev.quarry.ingest;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.job.Job;
import dev.quarry.job.JobTask;
import dev.quarry.job.Jobs;
import dev.quarry.job.Jobs.TaskSource;
import dev.quarry.job.TaskState;
import dev.quarry.tenant.TenantId;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Batches of documents to embed, each a job. Waits; for virtual threads. */
@ApplicationScoped
class EmbeddingBatches {
    /** So many are told one by one; the job's tasks tell of the others. */
    private static final int MOST_TOLD = 10_000;

    private final Jobs jobs;
    private final Waiting waiting;
    private final IngestConfig config;

    EmbeddingBatches(Jobs jobs, Waiting waiting, IngestConfig config) {
        this.jobs = jobs;
        this.waiting = waiting;
        this.config = config;
    }

    /** What a batch came to. */
    @Schema(description = "What a batch came to.")
    record Result(
            @Schema(description = "Documents that were embedded.")
            int processed,

            @Schema(description = "Documents that were left alone, 10000 at most; the job's tasks list all.")
            List<Skipped> skipped,

            @Schema(description = "Documents that could not be embedded.")
            int failed,

            @Schema(description = "Their errors, 10000 at most; the job's tasks list all.")
            List<Failed> errors,

            @Schema(description = "The job's id.") UUID jobId) {}

    /** A document that was left alone. */
    record Skipped(
            @Schema(description = "The document that was passed over.")
            UUID documentId,

            @Schema(description = "locked_by_watcher, already_embedded or not_found.") @Nullable
            String reason) {}

    /** A document that could not be embedded. */
    record Failed(
            @Schema(description = "The document that could not be embedded.")
            UUID documentId,

            @Schema(description = "Why.") @Nullable String error) {}

    Job create(TenantId tenant, BatchRequest request) {
        request.check();
        List<@Nullable String> ids = request.documentIds();
        Map<String, Object> filter = request.filter();
        if (ids != null) {
            List<String> distinct = BatchRequest.distinct(ids);
            JsonObject parameters = new JsonObject().put("document_ids", distinct.size());
            return create(tenant, parameters, TaskSource.of(distinct));
        }
        if (filter != null) {
            DocumentFilter parsed = DocumentFilter.parse(filter, "filter");
            return create(
                    tenant,
                    new JsonObject().put("filter", new JsonObject(filter)),
                    (connection, owner, jobId) -> BatchSql.insertMatching(connection, owner, jobId, parsed));
        }
        return create(tenant, new JsonObject(), BatchSql::insertUnfinished);
    }

    /** Waits for the job to end. @return nothing when it takes longer than requests wait; it goes on */
    Optional<Result> await(TenantId tenant, UUID jobId) {
        Job job = waiting.untilEnded(tenant, jobId, config.batchWait());
        return job.hasEnded() ? Optional.of(result(tenant, job)) : Optional.empty();
    }

    private Job create(TenantId tenant, JsonObject parameters, TaskSource documents) {
        return jobs.create(tenant, EmbedDocumentHandler.KIND, parameters, documents)
                .await()
                .indefinitely();
    }

    private Result result(TenantId tenant, Job job) {
        return new Result(
                job.succeeded(),
                tasks(tenant, job.id(), TaskState.SKIPPED).stream()
                        .map(task -> new Skipped(UUID.fromString(task.subject()), task.reason()))
                        .toList(),
                job.failed(),
                tasks(tenant, job.id(), TaskState.FAILED).stream()
                        .map(task -> new Failed(UUID.fromString(task.subject()), task.reason()))
                        .toList(),
                job.id());
    }

    private List<JobTask> tasks(TenantId tenant, UUID jobId, TaskState state) {
        return jobs.tasks(tenant, jobId, state, MOST_TOLD).await().indefinitely();
    }
}
