package dev.quarry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quarry.postgres.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a data folder when services stop, are killed and start on it. */
class EmbeddedServerRestartTest {
    /** Unpacked once for all tests here. */
    @TempDir(factory = BuildFolder.class)
    private static Path binaries;

    @TempDir(factory = BuildFolder.class)
    private Path dataDir;

    @BeforeEach
    void share_the_binaries() throws IOException {
        Files.createSymbolicLink(Files.createDirectory(folder()).resolve("binaries"), binaries.toAbsolutePath());
    }

    @AfterEach
    void part_from_the_binaries() throws IOException {
        Files.delete(folder().resolve("binaries"));
    }

    @Test
    void data_survives_a_stop_and_a_start() throws SQLException {
        DatabaseUrl before;
        try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
            before = server.url();
            Jdbc.execute(before, "create table kept as select 'città' as word");
        }
        assertThatThrownBy(() -> Jdbc.connect(before).close()).isInstanceOf(SQLException.class);
        try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
            assertThat(Jdbc.ask(server.url(), "select word from kept")).isEqualTo("città");
            assertThat(server.url().password()).isEqualTo(before.password());
        }
    }

    @Test
    void a_folder_in_use_is_refused_and_after_a_kill_taken_over_with_all_that_was_committed() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(dataDir);
                Connection client = Jdbc.connect(service.url());
                Statement statement = client.createStatement()) {
            statement.execute("create table kept as select 'città' as word");
            assertThatThrownBy(() -> EmbeddedServer.start(dataDir))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder().toString());

            service.kill();
            ProcessHandle leftover = postmaster();
            assertThat(leftover.isAlive()).isTrue();
            // A transaction that is open does not hold up the take-over.
            client.setAutoCommit(false);
            statement.execute("create table lost (word text)");

            try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
                assertThat(leftover.isAlive()).isFalse();
                assertThat(postmaster().pid()).isNotEqualTo(leftover.pid());
                assertThat(Jdbc.ask(server.url(), "select word from kept")).isEqualTo("città");
                assertThat(Jdbc.ask(server.url(), "select to_regclass('lost')")).isEqualTo("null");
            }
        }
    }

    @Test
    void a_stranger_that_has_the_number_of_a_killed_server_is_let_alone() throws Exception {
        long stranger = ProcessHandle.current().pid();
        Path pidFile = folder().resolve("cluster/postmaster.pid");
        List<String> lines;
        try (var _ = EmbeddedServer.start(dataDir)) {
            lines = Files.readAllLines(pidFile);
        }
        lines.set(0, Long.toString(stranger));
        Files.write(pidFile, lines);
        try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
            assertThat(Jdbc.ask(server.url(), "select 1")).isEqualTo("1");
            assertThat(postmaster().pid()).isNotEqualTo(stranger);
        }
    }

    @Test
    void a_postgresql_that_is_not_ours_is_named_and_let_alone(@TempDir(factory = BuildFolder.class) Path elsewhere)
            throws Exception {
        try (EmbeddedServer other = EmbeddedServer.start(elsewhere)) {
            Path pidFile = Path.of("cluster", "postmaster.pid");
            Files.createDirectory(folder().resolve("cluster"));
            Files.copy(elsewhere.resolve("postgres").resolve(pidFile), folder().resolve(pidFile));
            assertThatThrownBy(() -> EmbeddedServer.start(dataDir))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder().resolve(pidFile) + " names process "
                            + postmaster().pid());
            assertThat(Jdbc.ask(other.url(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_cluster_that_was_never_finished_is_set_aside() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
            Jdbc.execute(server.url(), "create table early (word text)");
        }
        Files.delete(folder().resolve("password"));
        try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
            assertThat(Jdbc.ask(server.url(), "select to_regclass('early')")).isEqualTo("null");
        }
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files)
                    .filteredOn(file -> file.getFileName().toString().startsWith("cluster.incomplete-"))
                    .singleElement()
                    .satisfies(aside -> assertThat(aside.resolve("PG_VERSION")).exists());
        }
    }

    @Test
    void a_cluster_that_is_gone_is_made_anew_with_a_new_password() throws Exception {
        String before;
        try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
            before = String.valueOf(server.url().password());
        }
        Files.move(folder().resolve("cluster"), dataDir.resolve("elsewhere"));
        try (EmbeddedServer server = EmbeddedServer.start(dataDir)) {
            assertThat(Jdbc.ask(server.url(), "select current_user")).isEqualTo("quarry");
            assertThat(server.url().password()).isNotEqualTo(before);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_named_and_what_to_do() throws IOException {
        Path file = Files.writeString(dataDir.resolve("file"), "not a folder");
        assertThatThrownBy(() -> EmbeddedServer.start(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.resolve("postgres").toAbsolutePath().toString())
                .hasMessageContaining("QUARRY_DATA_DIR");
    }

    private Path folder() {
        return dataDir.resolve("postgres").toAbsolutePath();
    }

    private ProcessHandle postmaster() throws IOException {
        String pid =
                Files.readAllLines(folder().resolve("cluster/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }
}
