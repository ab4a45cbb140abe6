package dev.quarry.ingest;

import dev.quarry.chunk.LexicalIndexSql;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Folds the counts of lexemes that ingests left behind into the totals.
 *
 * <p>Replicas may do so at once: each takes rows that no other has, and they add to the totals in one order.
 */
@ApplicationScoped
class LexicalHousekeeper {
    private static final int FOLDED_AT_ONCE = 20_000;

    private final Database database;
    private final IngestConfig config;

    LexicalHousekeeper(Database database, IngestConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Folds until little is left. */
    void foldCounts() {
        int folded;
        do {
            folded = database.workerWrite(
                            RowScope.EVERY_TENANT,
                            config.statementDeadline(),
                            connection -> LexicalIndexSql.fold(connection, FOLDED_AT_ONCE))
                    .await()
                    .indefinitely();
        } while (folded == FOLDED_AT_ONCE);
    }
}
