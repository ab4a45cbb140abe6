package dev.quarry;

import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.url.DatabaseUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The URLs that system properties and the environment name. They are read before there is any other configuration. */
record NamedDatabases(Optional<DatabaseUrl> main, Optional<DatabaseUrl> direct, Optional<DatabaseUrl> read) {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming the variable that has a bad URL, and what is wrong with it
     */
    static NamedDatabases find(Properties properties, Map<String, String> environment) {
        NamedDatabases found = new NamedDatabases(
                url(
                        properties,
                        environment,
                        "quarry.database.url",
                        List.of("QUARRY_DATABASE_URL", Purpose.MAIN.variable(), "SUPABASE_POSTGRES_DSN")),
                url(
                        properties,
                        environment,
                        "quarry.database.direct-url",
                        List.of("QUARRY_DATABASE_DIRECT_URL", Purpose.DIRECT.variable())),
                url(
                        properties,
                        environment,
                        "quarry.database.read-url",
                        List.of("QUARRY_DATABASE_READ_URL", Purpose.READ.variable())));
        if (found.main.isEmpty()) {
            refuseAlone(Purpose.DIRECT, found.direct);
            refuseAlone(Purpose.READ, found.read);
        }
        return found;
    }

    DatabaseUrls with(DatabaseUrl mainUrl, PoolConfig.Mode mode) {
        return new DatabaseUrls(mainUrl, direct, read, mode);
    }

    /** The embedded server has no pooler and no standby: the variable was meant for a database that nobody named. */
    private static void refuseAlone(Purpose purpose, Optional<DatabaseUrl> url) {
        if (url.isPresent()) {
            throw new IllegalArgumentException(
                    purpose.variable() + " is set and DATABASE_URL is not. Set that one too.");
        }
    }

    private static Optional<DatabaseUrl> url(
            Properties properties, Map<String, String> environment, String property, List<String> variables) {
        Optional<DatabaseUrl> url = parse("-D" + property, properties.getProperty(property));
        for (String variable : variables) {
            if (url.isPresent()) {
                return url;
            }
            url = parse(variable, environment.get(variable));
        }
        return url;
    }

    private static Optional<DatabaseUrl> parse(String source, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DatabaseUrl.parse(text));
        } catch (IllegalArgumentException error) {
            throw new IllegalArgumentException(source + ": " + error.getMessage(), error);
        }
    }
}
