package dev.quarry.evaluation;

import dev.quarry.evaluation.Comparison.MetricChange;
import dev.quarry.evaluation.Comparison.QueryChange;
import dev.quarry.evaluation.ComparisonSql.Counts;
import dev.quarry.evaluation.ComparisonSql.Pair;
import dev.quarry.evaluation.ComparisonSql.Paired;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Holds two runs against each other. Waits, and works the processor for the tests; for virtual threads. */
@ApplicationScoped
class Comparisons {
    private static final int MOST_CHANGED = 20;

    private final Database database;
    private final EvaluationConfig config;

    Comparisons(Database database, EvaluationConfig config) {
        this.database = database;
        this.config = config;
    }

    private record Found(
            Evaluation evaluation, Evaluation other, Counts counts, List<Paired> metrics, List<QueryChange> queries) {}

    /** @param variant whose changed queries are told; fails with {@link Failure.NotFound} where there is no such run */
    Comparison compare(TenantId tenant, UUID id, UUID otherId, String variant) {
        Pair pair = new Pair(tenant, id, otherId);
        Found found = database.snapshot(
                        tenant.rows(), config.statementDeadline(), connection -> find(connection, pair, variant))
                .await()
                .indefinitely();
        return new Comparison(
                id,
                otherId,
                found.counts().shared(),
                found.counts().judgedDifferently(),
                SettingChange.between(
                        found.evaluation().circumstances(), found.other().circumstances()),
                found.metrics().stream().map(Comparisons::change).toList(),
                found.queries());
    }

    private static Uni<Found> find(SqlConnection connection, Pair pair, String variant) {
        return Evaluations.find(connection, pair.tenant(), pair.id())
                .invoke(evaluation -> Evaluations.requireVariant(evaluation, variant))
                .flatMap(evaluation -> Evaluations.find(connection, pair.tenant(), pair.otherId())
                        .flatMap(other -> results(connection, pair, variant, evaluation, other)));
    }

    private static Uni<Found> results(
            SqlConnection connection, Pair pair, String variant, Evaluation evaluation, Evaluation other) {
        return ComparisonSql.counts(connection, pair)
                .flatMap(counts -> ComparisonSql.metrics(connection, pair)
                        .flatMap(metrics -> ComparisonSql.changedMost(connection, pair, variant, MOST_CHANGED)
                                .map(queries -> new Found(evaluation, other, counts, metrics, queries))));
    }

    private static MetricChange change(Paired paired) {
        return new MetricChange(
                paired.variant(),
                paired.metric(),
                paired.queries(),
                paired.mean(),
                paired.otherMean(),
                paired.mean() - paired.otherMean(),
                paired.wins(),
                paired.losses(),
                paired.queries() - paired.wins() - paired.losses(),
                PairedRandomization.pValue(paired.differences()));
    }
}
