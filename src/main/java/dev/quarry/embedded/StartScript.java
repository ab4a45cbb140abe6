package dev.quarry.embedded;

import dev.quarry.postgres.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** SQL that stands in a file and makes the tables that the service finds beside its own. */
public final class StartScript {
    private static final String SETTING = "quarry.embedded.script";

    private StartScript() {}

    /**
     * Runs the file in one transaction, as the role that owns the database: all of it or nothing.
     *
     * @throws IllegalStateException naming the file and what is wrong with it
     */
    public static void run(DatabaseUrl server, Path file) {
        String sql;
        try {
            sql = Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    SETTING + " is " + file + ", which is no file of text that can be read", unreadable);
        }
        String password = server.password() == null ? "" : server.password();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), password);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            connection.commit();
        } catch (SQLException refused) {
            throw new IllegalStateException(
                    SETTING + " is " + file + ", which PostgreSQL refuses: "
                            + String.valueOf(refused.getMessage()).replaceAll("\\s+", " "),
                    refused);
        }
    }
}
