package dev.quarry.postgres.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms that are taken; those that are not stand in {@link DatabaseUrlRefusalTest}. */
class DatabaseUrlTest {
    private static final String SECRET = "s3cr3t";

    /** URL, driver, hosts, database, user, password, parameters; a dash where there is none. */
    private static final String FORMS = """
            postgresql://u:p@h:5433/db                                     | -        | h:5433                     | db      | u   | p       | -
            postgres://u:p@h:5433/db                                       | -        | h:5433                     | db      | u   | p       | -
            postgresql+asyncpg://u:p@h/db                                  | asyncpg  | h:5432                     | db      | u   | p       | -
            postgresql+psycopg://u:p@h/db                                  | psycopg  | h:5432                     | db      | u   | p       | -
            postgresql+psycopg2://u:p@h/db                                 | psycopg2 | h:5432                     | db      | u   | p       | -
            postgres+asyncpg://u:p@h/db                                    | asyncpg  | h:5432                     | db      | u   | p       | -
            jdbc:postgresql://h:1/db?user=u&password=p                     | -        | h:1                        | db      | u   | p       | -
            jdbc:postgresql://u:p@h/db                                     | -        | h:5432                     | db      | u   | p       | -
            postgresql://u@h/db                                            | -        | h:5432                     | db      | u   | -       | -
            postgresql://u:@h/db                                           | -        | h:5432                     | db      | u   | -       | -
            postgresql://u@h                                               | -        | h:5432                     | u       | u   | -       | -
            postgresql://u@h/                                              | -        | h:5432                     | u       | u   | -       | -
            postgresql://u@h?sslmode=require                               | -        | h:5432                     | u       | u   | -       | sslmode=require
            postgresql://u@h:/db                                           | -        | h:5432                     | db      | u   | -       | -
            postgresql://u@/db                                             | -        | localhost:5432             | db      | u   | -       | -
            postgresql:///db?user=u                                        | -        | localhost:5432             | db      | u   | -       | -
            postgresql://h/db?user=u%40t                                   | -        | h:5432                     | db      | u@t | -       | -
            postgresql://h/db?user=u@t                                     | -        | h:5432                     | db      | u@t | -       | -
            postgresql://u@h/db?password=p%26q                             | -        | h:5432                     | db      | u   | p&q     | -
            postgresql://u%40t:p%40%3A%2F%3F%26%25@h/db                    | -        | h:5432                     | db      | u@t | p@:/?&% | -
            postgresql://u:p+q@h/db                                        | -        | h:5432                     | db      | u   | p+q     | -
            postgresql://u:p%2Bq@h/db                                      | -        | h:5432                     | db      | u   | p+q     | -
            postgresql://u:p%20q@h/db                                      | -        | h:5432                     | db      | u   | p q     | -
            postgresql://u:p:q@h/db                                        | -        | h:5432                     | db      | u   | p:q     | -
            postgresql://u:p,q#r@h/db                                      | -        | h:5432                     | db      | u   | p,q#r   | -
            postgresql://ü:%F0%9F%98%80@h/db                               | -        | h:5432                     | db      | ü   | 😀       | -
            postgresql://u@h/my%20db%2Fx                                   | -        | h:5432                     | my db/x | u   | -       | -
            postgresql://u@my-db_1.example.org/db                          | -        | my-db_1.example.org:5432   | db      | u   | -       | -
            postgresql://u@127.0.0.1:65535/db                              | -        | 127.0.0.1:65535            | db      | u   | -       | -
            postgresql://u@[::1]/db                                        | -        | [::1]:5432                 | db      | u   | -       | -
            postgresql://u:p@[2001:DB8::7]:6543/db                         | -        | [2001:DB8::7]:6543         | db      | u   | p       | -
            postgresql://u@[::ffff:10.0.0.1]:5432/db                       | -        | [::ffff:10.0.0.1]:5432     | db      | u   | -       | -
            postgresql://u@h1:5432,h2/db                                   | -        | h1:5432 h2:5432            | db      | u   | -       | -
            postgresql://u:p@h1:5432,h2,[::1]:6000/db                      | -        | h1:5432 h2:5432 [::1]:6000 | db      | u   | p       | -
            jdbc:postgresql://h1:1,h2:2/db?user=u&password=p               | -        | h1:1 h2:2                  | db      | u   | p       | -
            postgresql://u@h,h:5433/db                                     | -        | h:5432 h:5433              | db      | u   | -       | -
            postgresql:///db?host=h&user=u                                 | -        | h:5432                     | db      | u   | -       | -
            postgresql://u@/db?host=h1,h2&port=1,2                         | -        | h1:1 h2:2                  | db      | u   | -       | -
            postgresql://u@/db?host=h1,::1,[::2]&port=7                    | -        | h1:7 [::1]:7 [::2]:7       | db      | u   | -       | -
            postgresql://u@h/db?port=7                                     | -        | h:7                        | db      | u   | -       | -
            postgresql://u@h1,h2/db?port=7                                 | -        | h1:7 h2:7                  | db      | u   | -       | -
            postgresql://u@:7/db?host=h                                    | -        | h:7                        | db      | u   | -       | -
            postgresql://u@h:7/db?host=h&port=7&dbname=db&user=u           | -        | h:7                        | db      | u   | -       | -
            postgresql://?host=h&port=&dbname=d%2Fb&user=u&password=p      | -        | h:5432                     | d/b     | u   | p       | -
            postgresql://u@my%2Dhost/db                                    | -        | my-host:5432               | db      | u   | -       | -
            postgresql://u@h/db?sslmode=allow&sslmode=allow                | -        | h:5432                     | db      | u   | -       | sslmode=allow
            postgresql://u@h/db?ssl=true                                   | -        | h:5432                     | db      | u   | -       | sslmode=require
            postgresql://u@h/db?ssl=1                                      | -        | h:5432                     | db      | u   | -       | sslmode=require
            postgresql://u@h/db?ssl=false                                  | -        | h:5432                     | db      | u   | -       | sslmode=disable
            postgresql+asyncpg://u@h/db?ssl=prefer                         | asyncpg  | h:5432                     | db      | u   | -       | sslmode=prefer
            postgresql://u@h/db?ssl=true&sslmode=require                   | -        | h:5432                     | db      | u   | -       | sslmode=require
            postgresql://u@h/db?ssl=true&sslmode=verify-full&sslrootcert=system | -        | h:5432                     | db      | u   | -       | sslmode=verify-full sslrootcert=system
            postgresql://u@h/db?sslrootcert=system                         | -        | h:5432                     | db      | u   | -       | sslmode=verify-full sslrootcert=system
            postgresql://u@h/db?connect_timeout=9999                       | -        | h:5432                     | db      | u   | -       | connect_timeout=9999
            postgresql://u@h/db?application_name=my+app%20%C3%BC           | -        | h:5432                     | db      | u   | -       | application_name=my+app ü
            postgresql://u@h/db?options=-c%20geqo%3Doff                    | -        | h:5432                     | db      | u   | -       | options=-c geqo=off
            postgresql://u@h/db?target_session_attrs=prefer-standby        | -        | h:5432                     | db      | u   | -       | target_session_attrs=prefer-standby
            postgresql://u@h:6543/db?pgbouncer=true                        | -        | h:6543                     | db      | u   | -       | pgbouncer=true
            postgresql://u@h/db?channel_binding=prefer&gssencmode=disable  | -        | h:5432                     | db      | u   | -       | -
            postgresql://u@h/db?channel_binding=disable&gssencmode=prefer  | -        | h:5432                     | db      | u   | -       | -
            """;

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_that_users_have_is_read(Form form) {
        DatabaseUrl url = DatabaseUrl.parse(form.url());
        assertThat(url.driver()).isEqualTo(form.driver());
        assertThat(hosts(url)).isEqualTo(form.hosts());
        assertThat(url.database()).isEqualTo(form.database());
        assertThat(url.user()).isEqualTo(form.user());
        assertThat(url.password()).isEqualTo(form.password());
        assertThat(parameters(url.parameters())).isEqualTo(form.parameters());
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
    void the_jdbc_driver_understands_the_jdbc_form(Form form) {
        DatabaseUrl url = DatabaseUrl.parse(form.url());
        assertThat(JdbcReading.of(url))
                .containsEntry(
                        "PGHOST", each(url, host -> host.host().contains(":") ? "[" + host.host() + "]" : host.host()))
                .containsEntry("PGPORT", each(url, host -> Integer.toString(host.port())))
                .containsEntry("PGDBNAME", form.database())
                .doesNotContainKey("password");
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
    void white_space_around_the_url_does_not_matter() {
        assertThat(DatabaseUrl.parse(" postgresql://u@h/db\n")).isEqualTo(DatabaseUrl.parse("postgresql://u@h/db"));
    }

    @Test
    void the_form_for_logs_shows_where_and_who() {
        assertThat(DatabaseUrl.parse("postgresql+asyncpg://u%40t:p@[::1],h2/my%20db?sslmode=require"))
                .hasToString("postgresql://u%40t@[::1]:5432,h2:5432/my%20db");
    }

    @Test
    void another_database_is_at_the_same_hosts_for_the_same_user() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u:p@h1,h2/db?sslmode=require");
        assertThat(url.withDatabase("other").withPassword())
                .isEqualTo("postgresql://u:p@h1:5432,h2:5432/other?sslmode=require");
    }

    private static String each(DatabaseUrl url, Function<HostAndPort, String> part) {
        return url.hosts().stream().map(part).collect(Collectors.joining(","));
    }

    private static String hosts(DatabaseUrl url) {
        return url.hosts().stream().map(HostAndPort::toString).collect(Collectors.joining(" "));
    }

    private static String parameters(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? "-"
                : new TreeMap<>(parameters)
                        .entrySet().stream()
                                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                                .collect(Collectors.joining(" "));
    }

    private static Stream<Form> forms() {
        return FORMS.lines().map(Form::parse);
    }

    record Form(
            String url,
            @Nullable String driver,
            String hosts,
            String database,
            String user,
            @Nullable String password,
            String parameters) {

        static Form parse(String line) {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            return new Form(
                    cells.get(0),
                    present(cells.get(1)),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4),
                    present(cells.get(5)),
                    cells.get(6));
        }

        private static @Nullable String present(String cell) {
            return "-".equals(cell) ? null : cell;
        }
    }
}
