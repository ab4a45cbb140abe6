package dev.quarry.search.sql;

import dev.quarry.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/** A database that has the sample's table before the service starts, as a database of the user's own has its tables. */
public class PartsDatabase extends TestDatabase {
    private static final Path SAMPLE = Path.of("samples", "parts.sql");

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = super.start();
        try {
            // Where the URL's user is a superuser, the service works as another role.
            execute(properties, Files.readString(SAMPLE) + ";grant select on parts to public");
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return properties;
    }

    private static void execute(Map<String, String> properties, String sql) {
        Properties login = new Properties();
        login.put("user", properties.get("quarkus.datasource.username"));
        login.put("password", properties.getOrDefault("quarkus.datasource.password", ""));
        try (Connection connection = DriverManager.getConnection(properties.get("quarkus.datasource.jdbc.url"), login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
