package dev.quarry.embedded;

import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.postgres.url.HostAndPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The roles and the database inside the embedded server.
 *
 * <p>The service's role owns its database and is neither superuser nor exempt from row-level security, as in production.
 * A fresh cluster trusts its loopback address until {@link #prepare} has set passwords, once.
 */
final class Cluster {
    private static final Logger LOG = Logger.getLogger(Cluster.class);
    private static final String ROLE = "quarry";
    private static final String DATABASE = "quarry";
    private static final int PASSWORD_BYTES = 24;

    private static final String ACCESS_RULES = """
            # Written by Quarry: a password from everybody.
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private final DataFolder folder;
    private final boolean fresh;
    private final String password;

    private Cluster(DataFolder folder, boolean fresh, String password) {
        this.folder = folder;
        this.fresh = fresh;
        this.password = password;
    }

    static Cluster of(DataFolder folder) throws IOException {
        if (Files.exists(folder.password()) && Files.exists(folder.cluster().resolve("PG_VERSION"))) {
            return new Cluster(
                    folder, false, Files.readString(folder.password()).strip());
        }
        setIncompleteAside(folder.cluster());
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return new Cluster(folder, true, HexFormat.of().formatHex(random));
    }

    /** A first start that was cut short left a cluster that never served anybody. It is kept, out of the way. */
    private static void setIncompleteAside(Path cluster) throws IOException {
        if (Files.exists(cluster)) {
            Path aside = cluster.resolveSibling("cluster.incomplete-" + System.currentTimeMillis());
            LOG.warnf("embedded_incomplete_cluster_set_aside path=%s", aside);
            Files.move(cluster, aside);
        }
    }

    /** Whether it has never been started before. */
    boolean isFresh() {
        return fresh;
    }

    /** What the library needs to connect as the superuser. */
    Map<String, String> superuserConnection() {
        return fresh ? Map.of() : Map.of("password", password);
    }

    /** Makes the role, the database and the passwords where they are missing. */
    DatabaseUrl prepare(EmbeddedPostgres server) {
        if (fresh) {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role " + ROLE + " login nosuperuser nobypassrls");
                // ICU-free and the same on every platform: case folding of all of Unicode, order by code point.
                statement.execute("create database " + DATABASE + " owner " + ROLE
                        + " template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8'");
                statement.execute("alter role " + ROLE + " password '" + password + "'");
                statement.execute("alter role postgres password '" + password + "'");
                Files.writeString(folder.cluster().resolve("pg_hba.conf"), ACCESS_RULES);
                reload(statement);
                writePassword(folder.password());
            } catch (SQLException | IOException error) {
                throw new IllegalStateException("the new cluster could not be prepared: " + error.getMessage(), error);
            }
        }
        return url(server.getPort(), password);
    }

    /** Where a server on this machine is reached that was prepared here. */
    static DatabaseUrl url(int port, String password) {
        return new DatabaseUrl(null, List.of(new HostAndPort("127.0.0.1", port)), DATABASE, ROLE, password, Map.of());
    }

    private static void reload(Statement statement) throws SQLException {
        try (ResultSet reloaded = statement.executeQuery("select pg_reload_conf()")) {
            if (!reloaded.next() || !reloaded.getBoolean(1)) {
                throw new IllegalStateException("the server did not read its new access rules");
            }
        }
    }

    /** Last of all: its presence says that the cluster is complete. */
    private void writePassword(Path file) throws IOException {
        Path fresh = file.resolveSibling("password.new");
        Files.write(fresh, List.of(password), StandardCharsets.US_ASCII);
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
