package dev.quarry.testing;

import dev.quarry.DatabaseAddress;
import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.postgres.url.DatabaseUrl;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fresh database for the tests of one service: on the embedded server, or on the server that {@code
 * QUARRY_TEST_DATABASE_URL} names (a role that may create databases), which is how the tests run with pgvector.
 *
 * <p>Where {@link Pooler#VARIABLE} holds the URL of a transaction pooler in front of that server, the service reaches the
 * database through the pooler, and has the server's own URL for what needs a session.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private static final String SERVER_VARIABLE = "QUARRY_TEST_DATABASE_URL";

    private @Nullable EmbeddedServer embedded;
    private @Nullable Path folder;
    private @Nullable DatabaseUrl server;
    private @Nullable String name;

    @Override
    public Map<String, String> start() {
        String given = System.getenv(SERVER_VARIABLE);
        String pooler = Pooler.url();
        if (given == null || given.isBlank()) {
            if (pooler != null) {
                throw new IllegalStateException(
                        Pooler.VARIABLE + " needs " + SERVER_VARIABLE + ", the server behind it");
            }
            return DatabaseAddress.properties(startEmbedded());
        }
        DatabaseUrl created = createOn(given);
        return pooler == null ? DatabaseAddress.properties(created) : through(DatabaseUrl.parse(pooler), created);
    }

    @Override
    public void stop() {
        if (embedded != null) {
            embedded.close();
        }
        if (folder != null) {
            Folders.deleteTree(folder);
        }
        if (server != null) {
            execute(server, "drop database if exists " + name + " with (force)");
        }
    }

    private DatabaseUrl startEmbedded() {
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-database-");
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        embedded = EmbeddedServer.start(folder);
        return embedded.url();
    }

    private DatabaseUrl createOn(String url) {
        server = DatabaseUrl.parse(url);
        name = "quarry_test_" + UUID.randomUUID().toString().replace("-", "");
        execute(server, "create database " + name);
        return server.withDatabase(name);
    }

    private static Map<String, String> through(DatabaseUrl pooler, DatabaseUrl created) {
        Map<String, String> properties = DatabaseAddress.properties(created);
        properties.put(
                "quarry.database.url", pooler.withDatabase(created.database()).withPassword());
        properties.put("quarry.database.direct-url", created.withPassword());
        return properties;
    }

    private static void execute(DatabaseUrl server, String sql) {
        String password = server.password() == null ? "" : server.password();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
