package dev.quarry.evaluation;

import dev.quarry.http.Page;
import dev.quarry.job.JobState;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code evaluations}, with the state of their jobs. */
final class EvaluationSql {
    private static final String INSERT = """
            insert into evaluations (tenant_id, id, name, k, depth, queries, settings, documents, chunks)
            select $1, $2, $3, $4, $5, $6, $7,
                   (select count(*) from documents where tenant_id = $1),
                   (select count(*) from document_chunks where tenant_id = $1 and state = 'serving')
            """;

    // A job is removed some time after its end; then what is there tells how it ended.
    private static final String SELECT = """
            select e.*, j.finished_at, j.error,
                   coalesce(j.state, (
                     select case
                       when count(*) = e.queries * (jsonb_array_length(e.settings -> 'capabilities') + 1) then 'succeeded'
                       else 'failed'
                     end
                     from evaluation_results r
                     where r.tenant_id = e.tenant_id and r.evaluation_id = e.id and not r.degraded)) as state
            from evaluations e
            left join jobs j on j.tenant_id = e.tenant_id and j.id = e.id
            where e.tenant_id = $1
            """;

    private static final String FIND = SELECT + " and e.id = $2";

    private static final String LIST = SELECT + " order by e.id desc limit $2 offset $3";

    private static final String COUNT = "select count(*) from evaluations where tenant_id = $1";

    private static final String DELETE = "delete from evaluations where tenant_id = $1 and id = $2";

    private EvaluationSql() {}

    static Uni<Void> insert(SqlConnection connection, TenantId tenant, UUID id, EvaluationDraft draft) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.from(Arrays.asList(
                        tenant.value(),
                        id,
                        draft.name(),
                        draft.k(),
                        draft.depth(),
                        draft.queries().size(),
                        draft.settings().json())))
                .replaceWithVoid();
    }

    static Uni<Optional<Evaluation>> find(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(evaluation(rows.iterator().next())));
    }

    /** Newest first. */
    static Uni<List<Evaluation>> list(SqlConnection connection, TenantId tenant, Page page) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(tenant.value(), page.limit(), page.offset()))
                .map(rows -> {
                    List<Evaluation> evaluations = new ArrayList<>(rows.size());
                    rows.forEach(row -> evaluations.add(evaluation(row)));
                    return evaluations;
                });
    }

    static Uni<Long> count(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Deletes it with its queries and results. @return how many there were of it */
    static Uni<Integer> delete(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), id))
                .map(RowSet::rowCount);
    }

    private static Evaluation evaluation(Row row) {
        return new Evaluation(
                row.getUUID("id"),
                row.getString("name"),
                JobState.of(row.getString("state")),
                row.getString("error"),
                row.getInteger("queries"),
                row.getInteger("k"),
                row.getInteger("depth"),
                row.getJsonObject("settings"),
                new Evaluation.Corpus(row.getLong("documents"), row.getLong("chunks")),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("finished_at"));
    }
}
