package dev.quarry.postgres.pool;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A primary with TLS, a server without it that is read only by its configuration, and a standby. Started once for all
 * classes that ask for them, stopped at the end.
 */
record ThreeServers(
        Path folder,
        Certificates certificates,
        EmbeddedPostgres primary,
        EmbeddedPostgres readOnly,
        EmbeddedPostgres standby)
        implements AutoCloseable {

    /** Roles of the primary by what its access rules want of them. */
    private static final String ACCESS_RULES = """
            hostnossl all encrypted all reject
            hostssl   all in_plain  all reject
            hostnossl all certified all reject
            hostssl   all certified all cert
            host      all secretive all scram-sha-256
            host      all all       all trust
            """;

    private static final String ROLES = """
            create role encrypted login;
            create role in_plain login;
            create role certified login;
            create role secretive login password 'sesame'
            """;

    private static ThreeServers start()
            throws IOException, InterruptedException, GeneralSecurityException, SQLException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "three-servers-");
        Certificates certificates = Certificates.make(folder);
        Path rules = Files.writeString(folder.resolve("pg_hba.conf"), ACCESS_RULES);
        EmbeddedPostgres primary = EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificates.file("server.crt"))
                .setServerConfig("ssl_key_file", certificates.file("server.key"))
                .setServerConfig("ssl_ca_file", certificates.file("ca.crt"))
                .setServerConfig("hba_file", rules.toAbsolutePath().toString())
                .start();
        try (Connection connection = primary.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(ROLES);
        }
        EmbeddedPostgres readOnly = EmbeddedPostgres.builder()
                .setServerConfig("default_transaction_read_only", "on")
                .start();
        EmbeddedPostgres standby = EmbeddedPostgres.builder()
                .setDataDirectoryCustomizer(ThreeServers::makeStandby)
                .start();
        return new ThreeServers(folder, certificates, primary, readOnly, standby);
    }

    /** A standby of nobody: it stays in recovery and answers. */
    private static void makeStandby(File dataFolder) {
        try {
            Files.createFile(dataFolder.toPath().resolve("standby.signal"));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Override
    public void close() throws IOException {
        for (EmbeddedPostgres server : List.of(standby, readOnly, primary)) {
            server.close();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Hands the servers to a test's constructor. */
    static final class Started implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == ThreeServers.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(ThreeServers.class))
                    .computeIfAbsent(ThreeServers.class, type -> startUnchecked());
        }

        private static ThreeServers startUnchecked() {
            try {
                return start();
            } catch (IOException | InterruptedException | GeneralSecurityException | SQLException error) {
                throw new IllegalStateException(error);
            }
        }
    }
}
