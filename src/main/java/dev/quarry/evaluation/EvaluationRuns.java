package dev.quarry.evaluation;

import dev.quarry.evaluation.EvaluationDraft.JudgedQuery;
import dev.quarry.ingest.Waiting;
import dev.quarry.job.Job;
import dev.quarry.job.Jobs;
import dev.quarry.job.Jobs.TaskSource;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Begins runs, each a job. Waits; for virtual threads. */
@ApplicationScoped
class EvaluationRuns {
    private static final Logger LOG = Logger.getLogger(EvaluationRuns.class);

    private final DraftReader reader;
    private final Jobs jobs;
    private final Waiting waiting;
    private final EvaluationConfig config;

    EvaluationRuns(DraftReader reader, Jobs jobs, Waiting waiting, EvaluationConfig config) {
        this.reader = reader;
        this.jobs = jobs;
        this.waiting = waiting;
        this.config = config;
    }

    /** @return the run's id, which is its job's too */
    UUID begin(TenantId tenant, @Nullable EvaluationRequest request) {
        EvaluationDraft draft = reader.read(request);
        JsonObject parameters = new JsonObject()
                .put("name", draft.name())
                .put("queries", draft.queries().size());
        Job job = jobs.create(
                        tenant,
                        EvaluateQueryHandler.KIND,
                        parameters,
                        (connection, owner, id) -> insert(connection, owner, id, draft))
                .await()
                .indefinitely();
        LOG.infof(
                "evaluation_begun evaluation_id=%s tenant_id=%d queries=%d",
                job.id(), tenant.value(), draft.queries().size());
        return job.id();
    }

    /** Waits for a run to end. @return false when it takes longer than requests wait; it goes on */
    boolean await(TenantId tenant, UUID id) {
        return waiting.untilEnded(tenant, id, config.runWait()).hasEnded();
    }

    private static Uni<Integer> insert(SqlConnection connection, TenantId tenant, UUID id, EvaluationDraft draft) {
        return EvaluationSql.insert(connection, tenant, id, draft)
                .chain(() -> QuerySql.insert(connection, tenant, id, draft.queries()))
                .chain(() -> TaskSource.of(
                                draft.queries().stream().map(JudgedQuery::id).toList())
                        .insert(connection, tenant, id));
    }
}
