package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.ServiceTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that held one embedding space gets to hold several, and keeps the vectors it has. */
@ServiceTest
class SpaceMigrationTest {
    private static final String SCHEMA = "upgraded";

    @Inject
    DataSource owner;

    @AfterEach
    void drop() throws SQLException {
        execute("drop schema if exists " + SCHEMA + " cascade");
    }

    @Test
    void the_space_that_was_opened_last_is_active_and_its_vectors_can_be_told_by_their_passage() throws SQLException {
        migrateTo("2");
        execute("insert into upgraded.embedding_spaces (model, dimensions, index_kind)"
                + " values ('old', 4, 'portable'), ('newer', 4, 'portable')");
        for (int space = 1; space <= 2; space++) {
            execute("create table upgraded.space_" + space + "_vectors"
                    + " (tenant_id integer not null, chunk_id uuid not null, vector bytea not null)");
            execute("insert into upgraded.space_" + space + "_vectors values (1, gen_random_uuid(), 'abcd')");
        }

        migrateTo("3");

        assertThat(text("select string_agg(state, ',' order by id) from upgraded.embedding_spaces"))
                .isEqualTo("retired,active");
        assertThat(text("select count(*) filter (where passage is null) from upgraded.space_2_vectors"))
                .isEqualTo("1");
        assertThat(text("select count(*) from pg_indexes where schemaname = 'upgraded'"
                        + " and indexname in ('space_1_vectors_passage', 'space_2_vectors_passage')"))
                .isEqualTo("2");
    }

    private void migrateTo(String version) {
        Flyway flyway = Flyway.configure()
                .dataSource(owner)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                // Where the extensions are.
                .initSql("set search_path to quarry, public")
                .locations("db/migration")
                .target(version)
                .load();
        assertThat(flyway.migrate().success).isTrue();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
