package dev.quarry.ingest;

import dev.quarry.embedding.VectorIndex;
import dev.quarry.ingest.Backlog.FrequentError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Counts what is to be embedded, and what is. */
public final class BacklogSql {
    private static final String COUNTS = """
            select
              count(*) filter (where status = 'pending') as pending,
              count(*) filter (where status = 'indexing') as indexing,
              count(*) filter (where status = 'failed') as failed,
              count(*) filter (where status = 'ready') as ready,
              min(next_attempt_at) filter (where status <> 'ready' and next_attempt_at <= now()) as oldest,
              count(*) filter (where indexed_at > now() - interval '1 minute') as indexed_last_minute,
              now() as at
            from documents
            """;

    /** By the partial index of what is not ready: cheap enough to be asked every few seconds. */
    private static final String UNFINISHED = "select count(*) as unfinished from documents where status <> 'ready'";

    private static final String ERRORS = """
            select error, count(*) as documents
            from documents
            where status <> 'ready' and error is not null
            group by error
            order by documents desc, error
            limit $1
            """;

    private static final String CHUNKS = "select count(*) as counted from document_chunks where state = 'serving'";

    private static final String FAILING = """
            select count(*) as counted from embedding_failures where space_id = $1
            """;

    private BacklogSql() {}

    /** @param errors how many different errors are told at most */
    public static Uni<Backlog> backlog(SqlConnection connection, int errors) {
        return errors(connection, errors)
                .flatMap(frequent -> connection
                        .preparedQuery(COUNTS)
                        .execute()
                        .map(rows -> backlog(rows.iterator().next(), frequent)));
    }

    /** Documents that are not ready. */
    static Uni<Long> unfinished(SqlConnection connection) {
        return connection
                .preparedQuery(UNFINISHED)
                .execute()
                .map(rows -> rows.iterator().next().getLong("unfinished"));
    }

    /** All chunks that are to have a vector: those that are not disabled. */
    public static Uni<Long> chunks(SqlConnection connection) {
        return connection.preparedQuery(CHUNKS).execute().map(BacklogSql::counted);
    }

    /** Vectors in the index; every one of them is a chunk's that is there. */
    public static Uni<Long> vectors(SqlConnection connection, VectorIndex index) {
        return connection
                .preparedQuery("select count(*) as counted from " + index.vectorTable())
                .execute()
                .map(BacklogSql::counted);
    }

    /** Whether every chunk has its vector in the index: ends at the first that has none. */
    public static Uni<Boolean> isComplete(SqlConnection connection, VectorIndex index) {
        String sql = """
                select not exists (
                  select from document_chunks c
                  where c.state = 'serving' and not exists (select from %s v where v.tenant_id = c.tenant_id and v.chunk_id = c.id)) as complete
                """.formatted(index.vectorTable());
        return connection
                .preparedQuery(sql)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("complete"));
    }

    /** Documents that could not be embedded in a space that is built. */
    public static Uni<Long> failing(SqlConnection connection, int spaceId) {
        return connection.preparedQuery(FAILING).execute(Tuple.of(spaceId)).map(BacklogSql::counted);
    }

    private static Uni<List<FrequentError>> errors(SqlConnection connection, int limit) {
        return connection.preparedQuery(ERRORS).execute(Tuple.of(limit)).map(rows -> {
            List<FrequentError> errors = new ArrayList<>(rows.size());
            rows.forEach(row -> errors.add(new FrequentError(row.getString("error"), row.getLong("documents"))));
            return errors;
        });
    }

    private static long counted(Iterable<Row> rows) {
        return rows.iterator().next().getLong("counted");
    }

    private static Backlog backlog(Row row, List<FrequentError> errors) {
        return new Backlog(
                row.getLong("pending"),
                row.getLong("indexing"),
                row.getLong("failed"),
                row.getLong("ready"),
                row.getOffsetDateTime("oldest"),
                row.getLong("indexed_last_minute"),
                row.getOffsetDateTime("at"),
                errors);
    }
}
