package dev.quarry.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What only a superuser may do on the tests' server: make roles. */
public final class Superuser {
    private static final String EMBEDDED_OWNER = "quarry";
    private static final String EMBEDDED_SUPERUSER = "postgres";

    private Superuser() {}

    /** Runs the statements one after the other; {@code quarry} as a word of its own stands for the service's user. */
    public static void execute(String... statements) {
        Config config = ConfigProvider.getConfig();
        String user = config.getValue("quarkus.datasource.username", String.class);
        Properties login = new Properties();
        login.put("user", user.equals(EMBEDDED_OWNER) ? EMBEDDED_SUPERUSER : user);
        login.put(
                "password",
                config.getOptionalValue("quarkus.datasource.password", String.class)
                        .orElse(""));
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class), login);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(statements)) {
                statement.execute(sql.replaceAll("\\bto quarry$", "to \"" + user + "\""));
            }
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
