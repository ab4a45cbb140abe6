package dev.quarry.search.sql;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A service that searches the sample's table with the sample's settings, and has queries that go wrong beside it. */
public class OwnTables implements QuarkusTestProfile {
    private static final Path SAMPLE = Path.of("samples", "parts.properties");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(
                Map.of(
                        "quarry.search.sql.asleep.query",
                        "select 1 as id, 'late' as title, pg_sleep(10)::text as slept where :query like 'sleep%'",
                        "quarry.search.sql.asleep.deadline",
                        "300ms",
                        "quarry.search.sql.asleep.weight",
                        "0",
                        "quarry.search.sql.named.query",
                        "select part_number as id, name as title from parts where name ilike :like or part_number = :query",
                        "quarry.search.sql.broken.query",
                        "select 1 / (1 - length(:query) / length(:query)) as id, 'secret row' as title where :query = 'break'"));
        sample().forEach((name, value) -> settings.put(String.valueOf(name), String.valueOf(value)));
        return settings;
    }

    private static Properties sample() {
        Properties sample = new Properties();
        try (Reader file = Files.newBufferedReader(SAMPLE)) {
            sample.load(file);
            return sample;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
