package dev.quarry.evaluation;

import dev.quarry.evaluation.EvaluationDraft.JudgedQuery;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code evaluation_queries}, as those see them who measure. */
final class QuerySql {
    private static final String INSERT = """
            insert into evaluation_queries (tenant_id, evaluation_id, number, query_id, text, judgements)
            select $1, $2, number, query_id, text, judgements
            from unnest($3::text[], $4::text[], $5::text[]::jsonb[]) with ordinality
              as asked (query_id, text, judgements, number)
            """;

    private static final String FIND = """
            select e.k, e.depth, e.settings, q.text, q.judgements,
                   array(
                     select r.variant
                     from evaluation_results r
                     where r.tenant_id = $1 and r.evaluation_id = $2 and r.number = $3 and not r.degraded) as measured
            from evaluations e
            join evaluation_queries q on q.tenant_id = e.tenant_id and q.evaluation_id = e.id
            where e.tenant_id = $1 and e.id = $2 and q.number = $3
            """;

    private static final String DOCUMENTS = """
            select id, id::text as name, 1 as place from documents where tenant_id = $1 and id = any ($2::uuid[])
            union all
            select id, external_id, 2 from documents where tenant_id = $1 and external_id = any ($3::text[])
            order by place
            """;

    private QuerySql() {}

    /**
     * A query to measure.
     *
     * @param measured variants that need not be measured any more
     */
    record Found(
            int k,
            int depth,
            RunSettings settings,
            String text,
            Map<String, Integer> judgements,
            List<String> measured) {}

    /** Adds a run's queries, numbered from 1. */
    static Uni<Void> insert(SqlConnection connection, TenantId tenant, UUID evaluationId, List<JudgedQuery> queries) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        tenant.value(),
                        evaluationId,
                        queries.stream().map(JudgedQuery::id).toArray(String[]::new),
                        queries.stream().map(JudgedQuery::text).toArray(String[]::new),
                        queries.stream().map(QuerySql::judgements).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** @return nothing when the run was deleted */
    static Uni<Optional<Found>> find(SqlConnection connection, TenantId tenant, UUID evaluationId, int number) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), evaluationId, number))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(found(rows.iterator().next())));
    }

    /** The documents that are there, by the names that were asked for; an id is written as PostgreSQL does. */
    static Uni<Map<String, UUID>> documents(
            SqlConnection connection, TenantId tenant, Collection<UUID> ids, Collection<String> externalIds) {
        return connection
                .preparedQuery(DOCUMENTS)
                .execute(Tuple.of(tenant.value(), ids.toArray(UUID[]::new), externalIds.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, UUID> byName = new HashMap<>();
                    // The ids come first: an external id that reads like another document's id does not hide it.
                    rows.forEach(row -> byName.putIfAbsent(row.getString("name"), row.getUUID("id")));
                    return byName;
                });
    }

    private static Found found(Row row) {
        Map<String, Integer> judgements = new HashMap<>();
        row.getJsonObject("judgements").forEach(grade -> judgements.put(grade.getKey(), (Integer) grade.getValue()));
        return new Found(
                row.getInteger("k"),
                row.getInteger("depth"),
                new RunSettings(row.getJsonObject("settings")),
                row.getString("text"),
                judgements,
                List.of(row.getArrayOfStrings("measured")));
    }

    private static String judgements(JudgedQuery query) {
        JsonObject grades = new JsonObject();
        query.judgements().forEach(grades::put);
        return grades.encode();
    }
}
