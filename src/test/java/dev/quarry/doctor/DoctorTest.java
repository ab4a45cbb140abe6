package dev.quarry.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.url.DatabaseUrl;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a real server, well and not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorTest {
    private final EmbeddedServer server;

    DoctorTest(@TempDir Path dataDir) {
        this.server = EmbeddedServer.start(dataDir);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_server_that_is_well_gets_a_line_for_every_question() {
        Examination examination = examine(server.url(), Map.of());

        assertThat(examination.well()).isTrue();
        assertThat(examination.report())
                .contains("ok    url           postgresql://quarry@127.0.0.1:")
                .containsPattern("ok    connection    opened: median [0-9.]+ ms, longest [0-9.]+ ms of 20")
                .contains("ok    query         answered: median ")
                .contains("ok    pooler        none")
                .contains("ok    encryption    none, on this machine")
                .contains("ok    version       PostgreSQL 18.")
                .contains("ok    place         a primary")
                .contains("ok    role          quarry in database quarry")
                .contains("pg_trgm available", "vector not available (the portable index is used)")
                .contains(
                        "ok    budget        25 of 97: 1 instance (seen) × 25 (main 20 + worker 2 + direct 2 + listen 1")
                .contains("ok    schema        none yet")
                .contains("ok    locks         no document is at work")
                .contains("ok    sessions      none that stands still")
                .contains("0 to look at, 0 wrong")
                .doesNotContain(password());
    }

    @Test
    void a_wrong_password_is_told_without_it() {
        DatabaseUrl url = DatabaseUrl.parse(server.url().withPassword().replace(password(), "guessed"));

        assertThat(trouble(url))
                .contains("FAIL  connection    the password is wrong")
                .doesNotContain("guessed");
    }

    @Test
    void a_missing_database_is_told_and_how_to_make_it() {
        assertThat(trouble(server.url().withDatabase("nowhere")))
                .contains("FAIL  connection    the database does not exist", "nowhere", "create database");
    }

    @Test
    void a_port_where_nothing_listens_is_told() {
        assertThat(trouble(DatabaseUrl.parse("postgresql://quarry:pw@127.0.0.1:1/quarry")))
                .contains("FAIL  connection    nothing listens there");
    }

    @Test
    void a_budget_that_is_over_is_a_warning_and_trouble_when_it_is_enforced() {
        Examination warned = examine(server.url(), Map.of("quarry.pool.instances", "4"));
        Examination enforced =
                examine(server.url(), Map.of("quarry.pool.instances", "4", "quarry.pool.budget", "enforce"));

        assertThat(warned.well()).isTrue();
        assertThat(warned.report()).contains("warn  budget        100 of 97: 4 instances (configured)");
        assertThat(enforced.well()).isFalse();
        assertThat(enforced.report()).contains("FAIL  budget        100 of 97", "Lower quarry.pool");
    }

    @Test
    void instances_are_counted_by_the_names_of_their_connections() throws SQLException {
        try (Connection first = connect("quarry:0a1b2c3d:main");
                Connection same = connect("quarry:0a1b2c3d:worker");
                Connection second = connect("quarry:ffffffff:listen");
                Connection otherService = connect("other:0a1b2c3e:main");
                Connection noInstance = connect("quarry:doctor")) {
            assertThat(examine(server.url(), Map.of()).report()).contains("50 of 97: 2 instances (seen) × 25");
            assertThat(first.isValid(1) && same.isValid(1) && second.isValid(1)).isTrue();
            assertThat(otherService.isValid(1) && noInstance.isValid(1)).isTrue();
        }
    }

    @Test
    void a_document_at_work_is_told_with_its_holder() throws SQLException {
        try (Connection worker = connect("quarry:0a1b2c3d:direct");
                Statement statement = worker.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtext('docs_ns'), hashtext('a document'))");

            assertThat(examine(server.url(), Map.of()).report())
                    .containsPattern("1 document at work: quarry:0a1b2c3d:direct \\(pid [0-9]+\\) for 00:00:0");
        }
    }

    @Test
    void tables_of_another_version_are_told() throws SQLException {
        try (Connection owner = connect("test");
                Statement statement = owner.createStatement()) {
            statement.execute("create schema quarry");
            statement.execute("create table quarry.flyway_schema_history (version text, success boolean)");
            statement.execute("insert into quarry.flyway_schema_history values ('999', true), (null, true)");
            try {
                assertThat(examine(server.url(), Map.of()).report())
                        .contains("warn  schema        V999, made by a newer Quarry");
                statement.execute("update quarry.flyway_schema_history set version = '0'");
                assertThat(examine(server.url(), Map.of()).report()).contains("the next start migrates");
            } finally {
                statement.execute("drop schema quarry cascade");
            }
        }
    }

    @Test
    void every_url_gets_a_block_of_its_own() {
        DatabaseUrls urls = new DatabaseUrls(
                server.url(),
                Optional.of(server.url()),
                Optional.of(DatabaseUrl.parse("postgresql://quarry:pw@127.0.0.1:1/quarry")),
                PoolConfig.Mode.AUTO);

        assertThat(examine(urls, Map.of()).report())
                .containsSubsequence(
                        "DATABASE_URL\n", "DATABASE_DIRECT_URL\n", "DATABASE_READ_URL\n", "FAIL  connection");
    }

    private record Examination(boolean well, String report) {}

    private static String trouble(DatabaseUrl url) {
        Examination examination = examine(url, Map.of());
        assertThat(examination.well()).isFalse();
        return examination.report();
    }

    private static Examination examine(DatabaseUrl url, Map<String, String> settings) {
        return examine(new DatabaseUrls(url, Optional.empty(), Optional.empty(), PoolConfig.Mode.AUTO), settings);
    }

    private static Examination examine(DatabaseUrls urls, Map<String, String> settings) {
        PoolConfig pools = ConfigUtils.configBuilder()
                .withMapping(PoolConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(PoolConfig.class);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        boolean well = new Doctor(urls, pools, true).examine(new PrintStream(printed, true, StandardCharsets.UTF_8));
        return new Examination(well, printed.toString(StandardCharsets.UTF_8));
    }

    private Connection connect(String applicationName) throws SQLException {
        return DriverManager.getConnection(
                server.url().jdbcUrl() + "?ApplicationName=" + applicationName,
                server.url().user(),
                password());
    }

    private String password() {
        return String.valueOf(server.url().password());
    }
}
