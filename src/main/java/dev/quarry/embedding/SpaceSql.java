package dev.quarry.embedding;

import dev.quarry.embedding.EmbeddingSpace.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of {@code embedding_spaces}. */
final class SpaceSql {
    private static final String ALL = """
            select id, model, dimensions, index_kind, state, created_at, activated_at
            from embedding_spaces
            order by id
            """;

    private static final String RETIRE_ACTIVE =
            "update embedding_spaces set state = 'retired' where state = 'active' and id <> $1";

    private static final String ACTIVATE =
            "update embedding_spaces set state = 'active', activated_at = now() where id = $1 and state <> 'active'";

    private static final String HOLD = "select id from embedding_spaces where id = $1 for update";

    private SpaceSql() {}

    /** @return whether the space is there; if so nobody drops it until the transaction ends */
    static Uni<Boolean> hold(SqlConnection connection, int id) {
        return connection.preparedQuery(HOLD).execute(Tuple.of(id)).map(rows -> rows.size() == 1);
    }

    static Uni<List<SpaceRow>> all(SqlConnection connection) {
        return connection.preparedQuery(ALL).execute().map(rows -> {
            List<SpaceRow> spaces = new ArrayList<>(rows.size());
            rows.forEach(row -> spaces.add(space(row)));
            return spaces;
        });
    }

    /** The space that was searched until now is not any more. */
    static Uni<Void> retireActive(SqlConnection connection, int successor) {
        return connection
                .preparedQuery(RETIRE_ACTIVE)
                .execute(Tuple.of(successor))
                .replaceWithVoid();
    }

    /** @return whether that changed anything */
    static Uni<Boolean> activate(SqlConnection connection, int id) {
        return connection.preparedQuery(ACTIVATE).execute(Tuple.of(id)).map(updated -> updated.rowCount() == 1);
    }

    private static SpaceRow space(Row row) {
        return new SpaceRow(
                row.getInteger("id"),
                row.getString("model"),
                row.getInteger("dimensions"),
                row.getString("index_kind"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("activated_at"));
    }
}
