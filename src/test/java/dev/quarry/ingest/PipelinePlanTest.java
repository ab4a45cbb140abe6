package dev.quarry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * That indexes serve the pipeline's look-outs, as the planner chooses by itself: with 10,000 documents pending among 20,000,
 * and 100,000 chunks. They are there for one transaction, which is rolled back, so that no watcher sees them.
 */
@ServiceTest
class PipelinePlanTest {
    private static final String MANY_DOCUMENTS = """
            insert into documents (tenant_id, id, title, language, chunking_strategy, chunking_size, chunking_overlap,
                                   content_hash, status, next_attempt_at)
            select 1, ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'Plan', 'en', 'recursive', 128, 0, '',
                   case when i % 2 = 0 then 'ready' else 'pending' end, now()
            from generate_series(1, 20000) as i
            """;

    private static final String MANY_CHUNKS = """
            insert into document_chunks (tenant_id, id, document_id, position, content, chunk_size, token_count,
                                         chunking_strategy, start_offset, end_offset, heading_path, content_hash)
            select tenant_id, gen_random_uuid(), id, position, repeat('word ', 100), 500, 100, 'recursive', 0, 500, '', ''
            from documents cross join generate_series(0, 4) as position
            where title = 'Plan'
            """;

    @Inject
    EmbeddingSpaces spaces;

    @Inject
    Rows rows;

    @Inject
    DataSource owner;

    /** A rollback leaves dead rows and the planner's idea of a large table, which other tests would pay for. */
    @AfterEach
    void the_tables_are_small_again() throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze quarry.documents");
            statement.execute("vacuum analyze quarry.document_chunks");
        }
    }

    @Test
    void the_watcher_walks_the_index_of_what_is_unfinished() {
        String plan = plan(PipelineSql.DUE
                .replace("$1", "now() - interval '1 day'")
                .replace("$2", "1")
                .replace("$3", "'00000000-0000-7000-8000-000000005000'::uuid")
                .replace("$4", "100")
                .replace("$5", "32"));

        assertThat(plan).contains("documents_unfinished").doesNotContain("Sort").doesNotContain("Seq Scan");
    }

    @Test
    void the_keeper_walks_the_keys_of_documents_and_looks_vectors_up() {
        String vectors = spaces.serving().space().index().vectorTable();
        String plan = plan(BuildSql.missingSql(vectors)
                .replace("$1", "1")
                .replace("$2", "'00000000-0000-7000-8000-000000005000'")
                .replace("$3", "1")
                .replace("$4", "100"));

        assertThat(plan)
                .containsPattern("using document_chunks_(?:figures|tenant_id_document_id_position_key)")
                .contains(vectors + "_pkey")
                .doesNotContain("Seq Scan on document_chunks");
    }

    @Test
    void the_sweep_walks_the_keys_of_documents_and_looks_vectors_up() {
        String vectors = spaces.serving().space().index().vectorTable();
        String plan = plan(BuildSql.reopenSql(vectors)
                .replace("$1", "1")
                .replace("$2", "'00000000-0000-7000-8000-000000005000'")
                .replace("$3", "500"));

        assertThat(plan)
                .contains("documents_pkey")
                .contains(vectors + "_pkey")
                .doesNotContain("Seq Scan on documents")
                .doesNotContain("Seq Scan on document_chunks");
    }

    private String plan(String sql) {
        return rows.with(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(MANY_DOCUMENTS);
                statement.execute(MANY_CHUNKS);
                // As of a table that is in memory or on an SSD: with the price of a disk, 20,000 rows are read whole.
                statement.execute("set local random_page_cost = 1.1");
                statement.execute("analyze documents");
                statement.execute("analyze document_chunks");
                return explained(connection, sql);
            } finally {
                connection.rollback();
            }
        });
    }

    private static String explained(Connection connection, String sql) throws SQLException {
        StringJoiner plan = new StringJoiner("\n");
        try (Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("explain (costs off) " + sql)) {
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
        }
        return plan.toString();
    }
}
