package dev.quarry.postgres.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlParametersTest {
    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void writeFiles() throws IOException {
        certificate = pem("a certificate.crt", "CERTIFICATE");
        key = pem("a.key", "PRIVATE KEY");
    }

    @ParameterizedTest
    @EnumSource
    void every_ssl_mode_of_libpq_is_known(TlsMode mode) {
        assertThat(read("sslrootcert=" + escaped(certificate) + "&sslmode=" + mode.text())
                        .sslMode())
                .isEqualTo(mode);
    }

    @Test
    void encryption_is_preferred_where_nothing_is_said() {
        assertThat(read("").sslMode()).isEqualTo(TlsMode.PREFER);
    }

    @ParameterizedTest
    @EnumSource
    void every_target_of_libpq_is_known(TargetSession target) {
        assertThat(read("target_session_attrs=" + target.text()).targetSession())
                .isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            any             | true  | true  | true  | true
            read-write      | true  | false | false | false
            read-only       | false | true  | true  | true
            primary         | true  | true  | false | false
            standby         | false | false | true  | true
            prefer-standby  | false | false | true  | true
            """)
    void a_target_accepts_what_libpq_accepts(
            String target, boolean primary, boolean readOnlyPrimary, boolean standby, boolean readOnlyStandby) {
        TargetSession wanted = read("target_session_attrs=" + target).targetSession();
        assertThat(wanted.accepts(false, false)).isEqualTo(primary);
        assertThat(wanted.accepts(false, true)).isEqualTo(readOnlyPrimary);
        assertThat(wanted.accepts(true, false)).isEqualTo(standby);
        assertThat(wanted.accepts(true, true)).isEqualTo(readOnlyStandby);
    }

    @ParameterizedTest
    @CsvSource({
        "h, '', false",
        "h:6543, '', true",
        "'h1,h2:6543', '', true",
        "h:6543, pgbouncer=false, false",
        "h, pgbouncer=true, true"
    })
    void a_transaction_pooler_is_known_by_its_port_or_by_name(String hosts, String query, boolean pooler) {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u@" + hosts + "/db?" + query);
        assertThat(url.namesTransactionPooler()).isEqualTo(pooler);
        assertThat(JdbcReading.of(url).get("prepareThreshold")).isEqualTo(pooler ? "0" : "5");
    }

    @Test
    void options_are_read_in_all_their_forms() {
        DatabaseUrl url = read("options=-c%20geqo%3Doff%20-cwork_mem%3D8MB%20%20--lock-timeout%3D5s"
                + "%20-c%20TimeZone%3DEurope/Rome%20-c%20my.words%3Da%5C%20b%5C%5C%20-cgeqo%3Don");
        assertThat(url.serverSettings())
                .isEqualTo(Map.of(
                        "geqo", "on",
                        "work_mem", "8MB",
                        "lock_timeout", "5s",
                        "TimeZone", "Europe/Rome",
                        "my.words", "a b\\"));
    }

    @Test
    void parameters_are_read_decoded_and_passed_on() {
        DatabaseUrl url = read("sslmode=verify-full&sslrootcert=" + escaped(certificate) + "&sslcert="
                + escaped(certificate) + "&sslkey=" + escaped(key)
                + "&connect_timeout=3&application_name=my+app&options=-c%20geqo%3Doff&target_session_attrs=standby");
        assertThat(DatabaseUrl.parse(url.withPassword())).isEqualTo(url);
        assertThat(url.connectTimeout()).hasValue(Duration.ofSeconds(3));
        assertThat(url.parameters())
                .containsEntry("sslcert", certificate.toString())
                .containsEntry("sslkey", key.toString());
        assertThat(JdbcReading.of(url))
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", certificate.toString())
                .containsEntry("sslcert", certificate.toString())
                .containsEntry("sslkey", key.toString())
                .containsEntry("connectTimeout", "3")
                .containsEntry("ApplicationName", "my+app")
                .containsEntry("options", "-c geqo=off")
                .containsEntry("targetServerType", "secondary");
    }

    @Test
    void the_jdbc_driver_is_told_in_its_own_words_whom_to_trust() {
        assertThat(JdbcReading.of(read("sslrootcert=system")))
                .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory")
                .containsEntry("sslmode", "verify-full")
                .doesNotContainKey("sslrootcert");
        assertThat(JdbcReading.of(read("sslmode=require&sslrootcert=" + escaped(certificate))))
                .containsEntry("sslmode", "verify-ca");
        assertThat(JdbcReading.of(read("sslmode=require"))).containsEntry("sslmode", "require");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "CERTIFICATE"})
    void a_key_in_another_form_is_refused_with_the_command_that_converts_it(String label) throws IOException {
        Path other = pem("other.key", label);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("sslcert=" + escaped(certificate) + "&sslkey=" + escaped(other)))
                .withMessageContaining("sslkey=" + other)
                .withMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void a_key_that_the_jdbc_driver_would_not_take_for_pem_is_refused() throws IOException {
        Path other = pem("tls-key", "PRIVATE KEY");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("sslcert=" + escaped(certificate) + "&sslkey=" + escaped(other)))
                .withMessageContaining("has to end in .key or .pem");
    }

    @Test
    void a_root_certificate_that_is_none_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("sslrootcert=" + escaped(key)))
                .withMessageContaining("sslrootcert=" + key + ", which is no PEM file with BEGIN CERTIFICATE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("sslrootcert=" + escaped(folder)))
                .withMessageContaining("is not a file that can be read");
    }

    private Path pem(String name, String label) throws IOException {
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + label + "-----\nAA==\n-----END " + label + "-----\n");
    }

    private static DatabaseUrl read(String query) {
        return DatabaseUrl.parse("postgresql://u@h/db?" + query);
    }

    private static String escaped(Path path) {
        return Percent.encode(path.toString());
    }
}
