package dev.quarry.evaluation;

import dev.quarry.http.Page;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The rows of {@code evaluation_results}, and what they come to. */
final class ResultSql {
    // The run is held, so that it is not deleted before its results are there to be deleted with it.
    private static final String STORE = """
            with run as (
              select tenant_id, id from evaluations where tenant_id = $1 and id = $2 for key share
            ), noted as (
              update evaluation_queries q
              set unknown_documents = $11
              from run
              where q.tenant_id = run.tenant_id and q.evaluation_id = run.id and q.number = $3
                and q.unknown_documents <> $11
            )
            insert into evaluation_results as stored
              (tenant_id, evaluation_id, number, variant, ndcg, average_precision, recall, reciprocal_rank, took_ms, degraded)
            select run.tenant_id, run.id, $3, measured.*
            from run
            cross join unnest($4::text[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::boolean[])
              as measured
            on conflict (tenant_id, evaluation_id, number, variant) do update
            set ndcg = excluded.ndcg, average_precision = excluded.average_precision, recall = excluded.recall,
                reciprocal_rank = excluded.reciprocal_rank, took_ms = excluded.took_ms, degraded = excluded.degraded
            where stored.degraded
            """;

    private static final String FIGURES = """
            select variant,
                   count(*) filter (where not degraded) as queries,
                   count(*) filter (where degraded) as degraded,
                   avg(ndcg) filter (where not degraded) as ndcg,
                   avg(average_precision) filter (where not degraded) as map,
                   avg(recall) filter (where not degraded) as recall,
                   avg(reciprocal_rank) filter (where not degraded) as mrr,
                   percentile_disc(0.5) within group (order by took_ms) filter (where not degraded) as p50_ms,
                   percentile_disc(0.95) within group (order by took_ms) filter (where not degraded) as p95_ms
            from evaluation_results
            where tenant_id = $1 and evaluation_id = $2
            group by variant
            order by variant = 'fused', variant
            """;

    private static final String UNKNOWN_DOCUMENTS = """
            select array(
                     select distinct name
                     from evaluation_queries q
                     cross join unnest(q.unknown_documents) as name
                     where q.tenant_id = $1 and q.evaluation_id = $2
                     order by name
                     limit $3) as names,
                   (select count(distinct name)
                    from evaluation_queries q
                    cross join unnest(q.unknown_documents) as name
                    where q.tenant_id = $1 and q.evaluation_id = $2) as total
            """;

    private static final String LIST = """
            select q.query_id, q.text, q.judgements, q.unknown_documents, r.*
            from evaluation_results r
            join evaluation_queries q
              on q.tenant_id = r.tenant_id and q.evaluation_id = r.evaluation_id and q.number = r.number
            where r.tenant_id = $1 and r.evaluation_id = $2 and r.variant = $3
            order by case $6
                       when 'ndcg' then r.ndcg
                       when 'average_precision' then r.average_precision
                       when 'recall' then r.recall
                       when 'reciprocal_rank' then r.reciprocal_rank
                       when 'took_ms' then -r.took_ms
                     end,
                     r.number
            limit $4 offset $5
            """;

    private static final String COUNT = """
            select count(*) from evaluation_results where tenant_id = $1 and evaluation_id = $2 and variant = $3
            """;

    private ResultSql() {}

    /** What a query's variant came to. */
    record Result(String variant, Scores scores, double tookMs, boolean degraded) {}

    /** Names that mean no document, the first of them, and how many there are. */
    record UnknownDocuments(List<String> names, long total) {}

    /** Stores a query's results; what is there already stays unless it is degraded, and for a deleted run nothing is. */
    static Uni<Void> store(
            SqlConnection connection,
            TenantId tenant,
            UUID evaluationId,
            int number,
            List<Result> results,
            List<String> unknownDocuments) {
        return connection
                .preparedQuery(STORE)
                .execute(Tuple.from(List.of(
                        tenant.value(),
                        evaluationId,
                        number,
                        results.stream().map(Result::variant).toArray(String[]::new),
                        numbers(results, result -> result.scores().ndcg()),
                        numbers(results, result -> result.scores().averagePrecision()),
                        numbers(results, result -> result.scores().recall()),
                        numbers(results, result -> result.scores().reciprocalRank()),
                        numbers(results, Result::tookMs),
                        results.stream().map(Result::degraded).toArray(Boolean[]::new),
                        unknownDocuments.toArray(String[]::new))))
                .replaceWithVoid();
    }

    /** Each variant's means, the capabilities by name, fused last. */
    static Uni<List<VariantFigures>> figures(SqlConnection connection, TenantId tenant, UUID evaluationId) {
        return connection
                .preparedQuery(FIGURES)
                .execute(Tuple.of(tenant.value(), evaluationId))
                .map(rows -> {
                    List<VariantFigures> figures = new ArrayList<>(rows.size());
                    rows.forEach(row -> figures.add(figures(row)));
                    return figures;
                });
    }

    /** @param limit how many are named */
    static Uni<UnknownDocuments> unknownDocuments(
            SqlConnection connection, TenantId tenant, UUID evaluationId, int limit) {
        return connection
                .preparedQuery(UNKNOWN_DOCUMENTS)
                .execute(Tuple.of(tenant.value(), evaluationId, limit))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new UnknownDocuments(List.of(row.getArrayOfStrings("names")), row.getLong("total"));
                });
    }

    /** A variant's queries, worst first. */
    static Uni<List<MeasuredQuery>> list(
            SqlConnection connection, TenantId tenant, UUID evaluationId, String variant, QueryOrder order, Page page) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), evaluationId, variant, page.limit(), page.offset(), order.label()))
                .map(rows -> {
                    List<MeasuredQuery> queries = new ArrayList<>(rows.size());
                    rows.forEach(row -> queries.add(query(row)));
                    return queries;
                });
    }

    static Uni<Long> count(SqlConnection connection, TenantId tenant, UUID evaluationId, String variant) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value(), evaluationId, variant))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Double[] numbers(List<Result> results, Function<Result, Double> number) {
        return results.stream().map(number).toArray(Double[]::new);
    }

    private static VariantFigures figures(Row row) {
        return new VariantFigures(
                row.getString("variant"),
                row.getLong("queries"),
                row.getLong("degraded"),
                row.getDouble("ndcg"),
                row.getDouble("map"),
                row.getDouble("recall"),
                row.getDouble("mrr"),
                row.getDouble("p50_ms"),
                row.getDouble("p95_ms"));
    }

    private static MeasuredQuery query(Row row) {
        return new MeasuredQuery(
                row.getString("query_id"),
                row.getString("text"),
                row.getJsonObject("judgements"),
                List.of(row.getArrayOfStrings("unknown_documents")),
                row.getDouble("ndcg"),
                row.getDouble("average_precision"),
                row.getDouble("recall"),
                row.getDouble("reciprocal_rank"),
                row.getDouble("took_ms"),
                row.getBoolean("degraded"));
    }
}
