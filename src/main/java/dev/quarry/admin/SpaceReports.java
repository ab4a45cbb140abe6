package dev.quarry.admin;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.SpaceRow;
import dev.quarry.ingest.Backlog;
import dev.quarry.ingest.BacklogSql;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Counts over all documents and all spaces, of one moment. */
@ApplicationScoped
class SpaceReports {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int FREQUENT_ERRORS = 5;

    private final Database database;
    private final EmbeddingSpaces spaces;

    SpaceReports(Database database, EmbeddingSpaces spaces) {
        this.database = database;
        this.spaces = spaces;
    }

    /** What there is to embed, and the spaces. */
    record Report(Backlog backlog, List<SpaceState> spaces) {}

    Uni<Report> report() {
        // The spaces first: one connection at a time.
        return spaces.refresh()
                .flatMap(rows -> database.snapshot(
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> BacklogSql.backlog(connection, FREQUENT_ERRORS)
                                .flatMap(backlog ->
                                        states(connection, rows).map(states -> new Report(backlog, states)))));
    }

    /** Whether nothing is missing in the space. */
    Uni<Boolean> isComplete(SpaceRow row) {
        return database.read(
                RowScope.EVERY_TENANT,
                DEADLINE,
                connection ->
                        BacklogSql.isComplete(connection, spaces.space(row).index()));
    }

    private Uni<List<SpaceState>> states(SqlConnection connection, List<SpaceRow> rows) {
        return BacklogSql.chunks(connection)
                .flatMap(chunks -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> state(connection, row, chunks))
                        .collect()
                        .asList());
    }

    private Uni<SpaceState> state(SqlConnection connection, SpaceRow row, long chunks) {
        boolean searchedHere = spaces.serving().space().id() == row.id();
        return BacklogSql.vectors(connection, spaces.space(row).index())
                .flatMap(vectors -> BacklogSql.failing(connection, row.id())
                        .map(failing -> SpaceState.of(row, searchedHere, chunks, vectors, failing)));
    }
}
