package dev.quarry.postgres.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    private static final String SECRET = "s3cr3t";

    /** URL, driver, host, port, database, user, password; a dash where there is none. */
    private static final String FORMS = """
            postgresql://u:p@h:5433/db                    | -        | h               | 5433  | db      | u   | p
            postgres://u:p@h:5433/db                      | -        | h               | 5433  | db      | u   | p
            postgresql+asyncpg://u:p@h/db                 | asyncpg  | h               | 5432  | db      | u   | p
            postgresql+psycopg://u:p@h/db                 | psycopg  | h               | 5432  | db      | u   | p
            postgresql+psycopg2://u:p@h/db                | psycopg2 | h               | 5432  | db      | u   | p
            postgres+asyncpg://u:p@h/db                   | asyncpg  | h               | 5432  | db      | u   | p
            jdbc:postgresql://h:1/db?user=u&password=p    | -        | h               | 1     | db      | u   | p
            jdbc:postgresql://u:p@h/db                    | -        | h               | 5432  | db      | u   | p
            postgresql://u@h/db                           | -        | h               | 5432  | db      | u   | -
            postgresql://u:@h/db                          | -        | h               | 5432  | db      | u   | -
            postgresql://u@h                              | -        | h               | 5432  | u       | u   | -
            postgresql://u@h/                             | -        | h               | 5432  | u       | u   | -
            postgresql://u@h?sslmode=require              | -        | h               | 5432  | u       | u   | -
            postgresql://u@h:/db                          | -        | h               | 5432  | db      | u   | -
            postgresql://u@/db                            | -        | localhost       | 5432  | db      | u   | -
            postgresql:///db?user=u                       | -        | localhost       | 5432  | db      | u   | -
            postgresql://h/db?user=u%40t                  | -        | h               | 5432  | db      | u@t | -
            postgresql://h/db?user=u@t                    | -        | h               | 5432  | db      | u@t | -
            postgresql://u@h/db?password=p%26q            | -        | h               | 5432  | db      | u   | p&q
            postgresql://u%40t:p%40%3A%2F%3F%26%25@h/db   | -        | h               | 5432  | db      | u@t | p@:/?&%
            postgresql://u:p+q@h/db                       | -        | h               | 5432  | db      | u   | p+q
            postgresql://u:p%2Bq@h/db                     | -        | h               | 5432  | db      | u   | p+q
            postgresql://u:p%20q@h/db                     | -        | h               | 5432  | db      | u   | p q
            postgresql://u:p:q@h/db                       | -        | h               | 5432  | db      | u   | p:q
            postgresql://u:p,q#r@h/db                     | -        | h               | 5432  | db      | u   | p,q#r
            postgresql://ü:%F0%9F%98%80@h/db              | -        | h               | 5432  | db      | ü   | 😀
            postgresql://u@h/my%20db%2Fx                  | -        | h               | 5432  | my db/x | u   | -
            postgresql://u@my-db_1.example.org/db         | -        | my-db_1.example.org | 5432 | db   | u   | -
            postgresql://u@127.0.0.1:65535/db             | -        | 127.0.0.1       | 65535 | db      | u   | -
            postgresql://u@[::1]/db                       | -        | ::1             | 5432  | db      | u   | -
            postgresql://u:p@[2001:DB8::7]:6543/db        | -        | 2001:DB8::7     | 6543  | db      | u   | p
            postgresql://u@[::ffff:10.0.0.1]:5432/db      | -        | ::ffff:10.0.0.1 | 5432  | db      | u   | -
            """;

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=verify-ca", "sslmode=verify-full", "connect_timeout=soon", "connect_timeout=0"})
    void a_parameter_that_cannot_be_kept_is_refused_by_its_name(String parameter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse("postgresql://u@host/db?" + parameter))
                .withMessageContaining(parameter);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_that_users_have_is_read(Form form) {
        DatabaseUrl url = DatabaseUrl.parse(form.url());
        assertThat(url)
                .isEqualTo(new DatabaseUrl(
                        form.driver(),
                        List.of(new HostAndPort(form.host(), form.port())),
                        form.database(),
                        form.user(),
                        form.password(),
                        url.parameters()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void the_plain_form_is_read_as_the_same_but_for_the_driver(Form form) {
        DatabaseUrl url = DatabaseUrl.parse(form.url());
        assertThat(DatabaseUrl.parse(url.withPassword()))
                .isEqualTo(new DatabaseUrl(
                        null, url.hosts(), url.database(), url.user(), url.password(), url.parameters()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void the_jdbc_driver_understands_the_jdbc_form(Form form) throws SQLException {
        assertThat(asJdbcReads(DatabaseUrl.parse(form.url())))
                .containsEntry("PGHOST", form.host().contains(":") ? "[" + form.host() + "]" : form.host())
                .containsEntry("PGPORT", Integer.toString(form.port()))
                .containsEntry("PGDBNAME", form.database())
                .doesNotContainKey("password");
    }

    @Test
    void white_space_around_the_url_does_not_matter() {
        assertThat(DatabaseUrl.parse(" postgresql://u@h/db\n")).isEqualTo(DatabaseUrl.parse("postgresql://u@h/db"));
    }

    @Test
    void parameters_are_read_decoded_and_passed_on() throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u@h/db?sslmode=verify-full&sslrootcert=%2Fca%20x.pem"
                + "&connect_timeout=3&application_name=my+app");
        assertThat(url.parameters())
                .isEqualTo(Map.of(
                        "sslmode", "verify-full",
                        "sslrootcert", "/ca x.pem",
                        "connect_timeout", "3",
                        "application_name", "my+app"));
        assertThat(DatabaseUrl.parse(url.withPassword())).isEqualTo(url);
        assertThat(asJdbcReads(url))
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/ca x.pem")
                .containsEntry("connectTimeout", "3")
                .containsEntry("ApplicationName", "my+app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
    void every_ssl_mode_of_libpq_is_known(String mode) {
        assertThat(DatabaseUrl.parse("postgresql://u@h/db?sslrootcert=/root.crt&sslmode=" + mode)
                        .sslMode())
                .isEqualTo(mode);
    }

    @Test
    void encryption_is_preferred_where_nothing_is_said() {
        assertThat(DatabaseUrl.parse("postgresql://u@h/db").sslMode()).isEqualTo("prefer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                              | is not of the form postgresql://
            h                                               | is not of the form
            mysql://u:s3cr3t@h/db                           | is not of the form
            u:s3cr3t@h/db                                   | is not of the form
            postgresql:u:s3cr3t@h/db                        | is not of the form
            postgresql+://u:s3cr3t@h/db                     | is not of the form
            postgresql://u:s3@cr3t@h/db                     | percent-encode @ : / ?
            postgresql://u@t:s3cr3t@h/db                    | percent-encode @ : / ?
            postgresql://u:s3cr3t/x@h/db                    | percent-encode @ : / ?
            postgresql://u:12/s3cr3t@h/db                   | percent-encode @ : / ?
            postgresql://u:s3cr3t?x@h/db                    | percent-encode @ : / ?
            postgresql://u:s3cr3t?x=y@h/db                  | percent-encode @ : / ?
            postgresql://u:1?s3cr3t=y@h/db                  | percent-encode @ : / ?
            postgresql://u:a@b?sslmode=s3cr3t@h/db          | percent-encode @ : / ?
            postgresql://u:a@b/s3cr3t@h/db                  | percent-encode @ : / ?
            postgresql://h/db?user=u&password=p&s3cr3t=1    | percent-encode @ : / ? &
            postgresql://h/db                               | names no user
            postgresql://:s3cr3t@h/db                       | names no user
            postgresql://u:s3cr3t@h:0/db                    | has the port '0'; allowed are 1 to 65535
            postgresql://u:s3cr3t@h:65536/db                | has the port '65536'
            postgresql://u:s3cr3t@h:123456/db               | has the port '123456'
            postgresql://u:s3cr3t@h:-1/db                   | has the port '-1'
            postgresql://u:s3cr3t@h:54x/db                  | has the port '54x'
            postgresql://u:s3cr3t@h:５４３２/db              | has the port
            postgresql://u:s3cr3t@h1,h2/db                  | names several hosts; one is taken
            postgresql://u:s3cr3t@h1:5432,h2:5433/db        | names several hosts; one is taken
            postgresql://u:s3cr3t@[::1],[::2]/db            | names several hosts; one is taken
            postgresql://u:s3cr3t@::1/db                    | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@::1:5432/db               | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@[::1/db                   | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@[h]/db                    | an IPv6 address stands in brackets
            postgresql://u:s3cr3t@%2Fvar%2Frun/db           | neither a name nor an address
            postgresql://u:s3cr3t@my host/db                | neither a name nor an address
            postgresql://u:s3cr3t@h%zz/db                   | neither a name nor an address
            postgresql://u:s3cr3t%@h/db                     | the password in the database URL has a bad percent-escape
            postgresql://u%4:s3cr3t@h/db                    | the user in the database URL has a bad percent-escape
            postgresql://u:s3cr3t@h/d%xb                    | the database in the database URL has a bad percent-escape
            postgresql://u:s3cr3t@h/db?sslmode=%            | the sslmode in the database URL has a bad percent-escape
            postgresql://u:s3cr3t@h/db?sslmode=on           | has sslmode=on; allowed are [allow, disable, prefer
            postgresql://u:s3cr3t@h/db?sslmode=             | has sslmode=; allowed are
            postgresql://u:s3cr3t@h/db?pool_size=3          | has the parameter pool_size, which is not known here; known
            postgresql://u:s3cr3t@h/db?host=%2Ftmp          | has the parameter host, which is not known here
            postgresql://u:s3cr3t@h/db?sslmode              | is not of the form name=value
            postgresql://u:s3cr3t@h/db?=x                   | is not of the form name=value
            postgresql://u:s3cr3t@h/db?sslmode=allow&       | is not of the form name=value
            postgresql://u:s3cr3t@h/db?user=a&user=b        | has the parameter user twice
            postgresql://u@h/db?password=p&password=s3cr3t  | is not of the form
            """)
    void anything_else_is_refused_saying_why_and_never_the_password(String url, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse(url))
                .withMessageContaining(why)
                .withNoCause()
                .satisfies(error -> assertThat(error).message().doesNotContain(SECRET));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void only_the_plain_form_holds_the_password(Form form) {
        DatabaseUrl parsed = DatabaseUrl.parse(form.url());
        DatabaseUrl url =
                new DatabaseUrl(parsed.driver(), parsed.hosts(), parsed.database(), "u", SECRET, parsed.parameters());
        assertThat(url.withPassword()).contains(":" + SECRET + "@");
        assertThat(url.toString()).doesNotContain(SECRET).startsWith("postgresql://u@");
        assertThat(url.jdbcUrl()).doesNotContain(SECRET);
    }

    @Test
    void the_form_for_logs_shows_where_and_who() {
        assertThat(DatabaseUrl.parse("postgresql+asyncpg://u%40t:p@[::1]/my%20db?sslmode=require"))
                .hasToString("postgresql://u%40t@[::1]:5432/my%20db");
    }

    private static Map<String, String> asJdbcReads(DatabaseUrl url) throws SQLException {
        Map<String, String> properties = new HashMap<>();
        for (DriverPropertyInfo property :
                DriverManager.getDriver(url.jdbcUrl()).getPropertyInfo(url.jdbcUrl(), new Properties())) {
            if (property.value != null) {
                properties.put(property.name, property.value);
            }
        }
        return properties;
    }

    private static Stream<Form> forms() {
        return FORMS.lines().map(Form::parse);
    }

    record Form(
            String url,
            @Nullable String driver,
            String host,
            int port,
            String database,
            String user,
            @Nullable String password) {

        static Form parse(String line) {
            String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
            return new Form(
                    cells[0],
                    present(cells[1]),
                    cells[2],
                    Integer.parseInt(cells[3]),
                    cells[4],
                    cells[5],
                    present(cells[6]));
        }

        private static @Nullable String present(String cell) {
            return "-".equals(cell) ? null : cell;
        }
    }
}
