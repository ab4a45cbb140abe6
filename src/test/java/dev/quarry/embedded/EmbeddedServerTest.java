package dev.quarry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quarry.postgres.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running embedded server is like. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedServerTest {
    private final Path dataDir;
    private final EmbeddedServer server;

    EmbeddedServerTest(@TempDir(factory = BuildFolder.class) Path dataDir) {
        this.dataDir = dataDir;
        this.server = EmbeddedServer.start(dataDir);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "server_encoding, UTF8",
        "password_encryption, scram-sha-256"
    })
    void it_keeps_what_was_committed_and_listens_to_this_machine_only(String setting, String value)
            throws SQLException {
        assertThat(ask("show " + setting)).isEqualTo(value);
    }

    @Test
    void its_role_owns_the_database_and_bypasses_nothing() throws SQLException {
        assertThat(ask("select current_user")).isEqualTo("quarry");
        assertThat(ask("select rolsuper or rolbypassrls or rolcreaterole or rolreplication from pg_roles"
                        + " where rolname = current_user"))
                .isEqualTo("f");
        assertThat(ask("select pg_get_userbyid(datdba) from pg_database where datname = current_database()"))
                .isEqualTo("quarry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quarry", "postgres"})
    void nobody_connects_without_the_password(String user) {
        // The server reads its access rules a moment after it was told to.
        await().untilAsserted(() -> assertRefused(user, null));
        assertRefused(user, "guessed");
    }

    @Test
    void only_the_owner_reads_the_folder_and_the_password() throws IOException {
        Path folder = dataDir.resolve("postgres");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("password"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("cluster"))).isEqualTo("rwx------");
        assertThat(Files.readString(folder.resolve("password")).strip())
                .isEqualTo(server.url().password());
    }

    @Test
    void letters_of_every_language_are_folded() throws SQLException {
        assertThat(ask("select lower('CITTÀ ÑÜ ΣΩ ЖЯ')")).isEqualTo("città ñü σω жя");
        assertThat(ask("select 'CITTÀ' ilike 'città'")).isEqualTo("t");
        assertThat(ask("select to_tsvector('italian', 'CITTÀ perché') @@ to_tsquery('italian', 'città')"))
                .isEqualTo("t");
        assertThat(ask("select to_tsvector('simple', 'CITTÀ Perché')::text")).isEqualTo("'città':1 'perché':2");
    }

    @Test
    void a_second_service_in_this_process_is_refused_the_folder() {
        assertThatThrownBy(() -> EmbeddedServer.start(dataDir))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another running Quarry uses the data folder "
                        + dataDir.resolve("postgres").toAbsolutePath())
                .hasMessageContaining("QUARRY_DATA_DIR");
    }

    private String ask(String sql) throws SQLException {
        return Jdbc.ask(server.url(), sql);
    }

    private void assertRefused(String user, @Nullable String password) {
        DatabaseUrl url = server.url();
        DatabaseUrl other = new DatabaseUrl(null, url.hosts(), url.database(), user, password, url.parameters());
        assertThatThrownBy(() -> Jdbc.connect(other).close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
