package dev.quarry.evaluation;

import dev.quarry.evaluation.ResultSql.UnknownDocuments;
import dev.quarry.failure.Failure;
import dev.quarry.http.Page;
import dev.quarry.job.Jobs;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Finds and deletes runs. */
@ApplicationScoped
class Evaluations {
    private static final int MOST_UNKNOWN_NAMED = 100;

    private final Jobs jobs;
    private final Database database;
    private final EvaluationConfig config;

    Evaluations(Jobs jobs, Database database, EvaluationConfig config) {
        this.jobs = jobs;
        this.database = database;
        this.config = config;
    }

    /** A part of the list, and how many there are in all. */
    @Schema(description = "A part of the evaluations.")
    record EvaluationList(
            @Schema(description = "Newest first.") List<Evaluation> evaluations,

            @Schema(description = "How many there are in all.")
            long total) {}

    /** A part of a variant's queries, worst first, and how many there are in all. */
    @Schema(description = "A part of an evaluation's questions.")
    record QueryList(
            @Schema(description = "In the order that was asked for.")
            List<MeasuredQuery> queries,

            @Schema(description = "How many there are in all.")
            long total) {}

    Uni<EvaluationList> list(TenantId tenant, Page page) {
        return database.snapshot(
                tenant.rows(),
                config.statementDeadline(),
                connection -> EvaluationSql.list(connection, tenant, page)
                        .flatMap(evaluations -> EvaluationSql.count(connection, tenant)
                                .map(total -> new EvaluationList(evaluations, total))));
    }

    /** Fails with {@link Failure.NotFound}. */
    Uni<EvaluationDetails> details(TenantId tenant, UUID id) {
        return database.snapshot(
                tenant.rows(),
                config.statementDeadline(),
                connection -> find(connection, tenant, id)
                        .flatMap(evaluation -> ResultSql.figures(connection, tenant, id)
                                .flatMap(variants -> unknown(connection, tenant, id)
                                        .map(unknown -> new EvaluationDetails(
                                                evaluation, variants, unknown.names(), unknown.total())))));
    }

    /** Fails with {@link Failure.NotFound}, and with {@link Failure.Invalid} for a variant that the run does not have. */
    Uni<QueryList> queries(TenantId tenant, UUID id, String variant, QueryOrder order, Page page) {
        return database.snapshot(
                tenant.rows(),
                config.statementDeadline(),
                connection -> find(connection, tenant, id)
                        .invoke(evaluation -> requireVariant(evaluation, variant))
                        .flatMap(evaluation -> ResultSql.list(connection, tenant, id, variant, order, page))
                        .flatMap(queries -> ResultSql.count(connection, tenant, id, variant)
                                .map(total -> new QueryList(queries, total))));
    }

    /** Deletes a run with its results, and cancels what is left to do for it. Fails with {@link Failure.NotFound}. */
    Uni<Void> delete(TenantId tenant, UUID id) {
        return database.read(tenant.rows(), config.statementDeadline(), connection -> find(connection, tenant, id))
                .chain(() -> cancelJob(tenant, id))
                .chain(() -> database.write(
                        tenant.rows(),
                        config.deleteDeadline(),
                        connection -> EvaluationSql.delete(connection, tenant, id)))
                .replaceWithVoid();
    }

    /** Fails with {@link Failure.NotFound}. */
    static Uni<Evaluation> find(SqlConnection connection, TenantId tenant, UUID id) {
        return EvaluationSql.find(connection, tenant, id)
                .map(found -> found.orElseThrow(() -> new Failure.NotFound("there is no evaluation " + id)));
    }

    /** @throws Failure.Invalid naming the variants that the run has */
    static void requireVariant(Evaluation evaluation, String variant) {
        List<String> variants = new RunSettings(evaluation.settings()).variants();
        if (!variants.contains(variant)) {
            throw new Failure.Invalid("variant", "was not measured; measured are " + String.join(", ", variants));
        }
    }

    /** A job that has ended, or was removed, has nothing left to cancel. */
    private Uni<Void> cancelJob(TenantId tenant, UUID id) {
        return jobs.cancel(tenant, id)
                .replaceWithVoid()
                .onFailure(error -> error instanceof Failure.Conflict || error instanceof Failure.NotFound)
                .recoverWithNull();
    }

    private static Uni<UnknownDocuments> unknown(SqlConnection connection, TenantId tenant, UUID id) {
        return ResultSql.unknownDocuments(connection, tenant, id, MOST_UNKNOWN_NAMED);
    }
}
