package dev.quarry.evaluation;

import dev.quarry.evaluation.Comparison.QueryChange;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Two runs' results beside each other: $2 is this run, $3 the other. Values closer than 1e-9 are the same. */
final class ComparisonSql {
    private static final String SHARED = """
            with shared as (
              select q.number, o.number as other_number, q.query_id, q.text, q.judgements <> o.judgements as judged_differently
              from evaluation_queries q
              join evaluation_queries o
                on o.tenant_id = q.tenant_id and o.evaluation_id = $3 and o.query_id = q.query_id and o.text = q.text
              where q.tenant_id = $1 and q.evaluation_id = $2
            )
            """;

    private static final String PAIRED = """
            from shared
            join evaluation_results r
              on r.tenant_id = $1 and r.evaluation_id = $2 and r.number = shared.number and not r.degraded
            join evaluation_results o
              on o.tenant_id = $1 and o.evaluation_id = $3 and o.number = shared.other_number and o.variant = r.variant
                 and not o.degraded
            """;

    private static final String COUNTS = SHARED + """
            select count(*) as shared, count(*) filter (where judged_differently) as judged_differently from shared
            """;

    private static final String METRICS = SHARED + """
            select r.variant, m.metric, count(*) as queries, avg(m.value) as mean, avg(m.other) as other_mean,
                   count(*) filter (where m.value - m.other > 1e-9) as wins,
                   count(*) filter (where m.other - m.value > 1e-9) as losses,
                   coalesce(
                     array_agg(m.value - m.other order by shared.number) filter (where abs(m.value - m.other) > 1e-9),
                     '{}') as differences
            """ + PAIRED + """
            cross join lateral (
              values (1, 'ndcg', r.ndcg, o.ndcg), (2, 'map', r.average_precision, o.average_precision),
                     (3, 'recall', r.recall, o.recall), (4, 'mrr', r.reciprocal_rank, o.reciprocal_rank)
            ) as m (place, metric, value, other)
            group by r.variant, m.place, m.metric
            order by r.variant = 'fused', r.variant, m.place
            """;

    private static final String CHANGED_MOST = SHARED + """
            select shared.query_id, shared.text, r.ndcg, o.ndcg as other_ndcg
            """ + PAIRED + """
            where r.variant = $4 and abs(r.ndcg - o.ndcg) > 1e-9
            order by abs(r.ndcg - o.ndcg) desc, shared.number
            limit $5
            """;

    private ComparisonSql() {}

    /** Two runs of the same tenant. */
    record Pair(TenantId tenant, UUID id, UUID otherId) {}

    /** Questions that both have. */
    record Counts(long shared, long judgedDifferently) {}

    /**
     * A metric of a variant.
     *
     * @param differences those that are not 0, in the questions' order
     */
    record Paired(
            String variant,
            String metric,
            long queries,
            double mean,
            double otherMean,
            long wins,
            long losses,
            double[] differences) {}

    static Uni<Counts> counts(SqlConnection connection, Pair pair) {
        return connection
                .preparedQuery(COUNTS)
                .execute(Tuple.of(pair.tenant().value(), pair.id(), pair.otherId()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Counts(row.getLong("shared"), row.getLong("judged_differently"));
                });
    }

    static Uni<List<Paired>> metrics(SqlConnection connection, Pair pair) {
        return connection
                .preparedQuery(METRICS)
                .execute(Tuple.of(pair.tenant().value(), pair.id(), pair.otherId()))
                .map(rows -> {
                    List<Paired> metrics = new ArrayList<>(rows.size());
                    rows.forEach(row -> metrics.add(paired(row)));
                    return metrics;
                });
    }

    static Uni<List<QueryChange>> changedMost(SqlConnection connection, Pair pair, String variant, int limit) {
        return connection
                .preparedQuery(CHANGED_MOST)
                .execute(Tuple.of(pair.tenant().value(), pair.id(), pair.otherId(), variant, limit))
                .map(rows -> {
                    List<QueryChange> queries = new ArrayList<>(rows.size());
                    rows.forEach(row -> queries.add(new QueryChange(
                            row.getString("query_id"),
                            row.getString("text"),
                            row.getDouble("ndcg"),
                            row.getDouble("other_ndcg"))));
                    return queries;
                });
    }

    private static Paired paired(Row row) {
        Double[] boxed = row.getArrayOfDoubles("differences");
        double[] differences = new double[boxed.length];
        for (int i = 0; i < boxed.length; i++) {
            differences[i] = boxed[i];
        }
        return new Paired(
                row.getString("variant"),
                row.getString("metric"),
                row.getLong("queries"),
                row.getDouble("mean"),
                row.getDouble("other_mean"),
                row.getLong("wins"),
                row.getLong("losses"),
                differences);
    }
}
