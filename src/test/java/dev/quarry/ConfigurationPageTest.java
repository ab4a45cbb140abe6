package dev.quarry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md is written from the sources of the {@code @ConfigMapping}s: names, defaults, Javadoc. With {@code
 * -Dquarry.docs.write=true} (make docs) this writes the page, otherwise it holds the page to the code.
 */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Path SOURCES = Path.of("src/main/java");

    /** A default that differs from its kind's stands in application.properties. */
    private static final Properties SET = load(Path.of("src/main/resources/application.properties"));

    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern NESTED = Pattern.compile("(?s)\\n    interface (\\w+) \\{(.*?)\\n    \\}");
    private static final Pattern PROPERTY = Pattern.compile("(?s)/\\*\\*(?<text>(?:(?!\\*/).)*)\\*/\\s*"
            + "(?<parent>@WithParentName\\s*)?"
            + "(?:@WithName\\(\"(?<name>[^\"]*)\"\\)\\s*)?"
            + "(?:@WithDefault\\(\"(?<value>[^\"]*)\"\\)\\s*)?"
            + "(?:Map<String, (?<entry>\\w+)>|(?<type>[\\w.<>]+)) (?<method>\\w+)\\(\\);");

    private static final String HEAD = """
            # Configuration

            Set a property as an environment variable (`quarry.search.depth` is `QUARRY_SEARCH_DEPTH`), as a system property
            (`-Dquarry.search.depth=200`), or in `config/application.properties` beside the service. Durations are `200ms`,
            `5s`, `2m`, `1h`. Quarkus's own settings (`QUARKUS_HTTP_PORT`, `QUARKUS_LOG_LEVEL`, …) work too.

            `DATABASE_URL`, else `SUPABASE_POSTGRES_DSN`, says where the database is, and is read before all else: it cannot
            stand in a file. Without either, the embedded PostgreSQL is started and keeps its data in `QUARRY_DATA_DIR`
            (`./data`). `DATABASE_DIRECT_URL` and `DATABASE_READ_URL` are read in the same way. `make doctor` examines them.

            This page is written from the code by `make docs`.
            """;

    @Test
    void the_page_is_what_the_code_says() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith("Config.java"))
                    .sorted()
                    .map(ConfigurationPageTest::section)
                    .forEach(page::append);
        }

        if (Boolean.getBoolean("quarry.docs.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).as("run make docs").hasContent(page.toString());
    }

    private static String section(Path file) {
        String source = read(file);
        Matcher prefix = PREFIX.matcher(source);
        assertThat(prefix.find()).as("%s has a prefix", file).isTrue();
        List<String> lines = rows(prefix.group(1), NESTED.matcher(source).replaceAll(""), source);
        assertThat(lines).as("settings of %s", file).isNotEmpty();
        return "\n## %s\n\n| property | default | what it is |\n|---|---|---|\n%s\n"
                .formatted(prefix.group(1), String.join("\n", lines));
    }

    private static List<String> rows(String prefix, String body, String source) {
        List<String> rows = new ArrayList<>();
        Matcher property = PROPERTY.matcher(body);
        while (property.find()) {
            String name = property.group("parent") == null ? prefix + "." + name(property) : prefix;
            boolean named = property.group("entry") != null;
            String nested = nested(source, named ? property.group("entry") : property.group("type"));
            if (nested.isEmpty()) {
                String value = SET.getProperty(name, property.group("value") == null ? "" : property.group("value"));
                value = value.isEmpty() ? "" : "`" + value + "`";
                rows.add("| `%s` | %s | %s |".formatted(name, value, text(property.group("text"))));
            } else {
                rows.addAll(rows(named ? name + ".NAME" : name, nested, source));
            }
        }
        return rows;
    }

    /** A method that cannot be called after its property says the property's name beside it. */
    private static String name(Matcher property) {
        String given = property.group("name");
        return given != null
                ? given
                : property.group("method")
                        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                        .toLowerCase(Locale.ROOT);
    }

    /** The body of the nested interface of that name; empty when the type is no such interface. */
    private static String nested(String source, String type) {
        return NESTED.matcher(source)
                .results()
                .filter(found -> found.group(1).equals(type))
                .map(found -> found.group(2))
                .findFirst()
                .orElse("");
    }

    private static String text(String javadoc) {
        return javadoc.replaceAll("(?m)^\\s*\\*", "")
                .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(read(file)));
            return properties;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
