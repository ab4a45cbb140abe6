package dev.quarry.embedding.recall;

import dev.quarry.embedded.EmbeddedServer;
import dev.quarry.embedding.TestSpaces.TestSpace;
import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * An empty database with the service's tables, on the server that {@code QUARRY_TEST_DATABASE_URL} names or on an embedded
 * one, and a connection to it as the service has it: under row-level security, as a role that does not bypass it.
 */
final class RecallDatabase implements AutoCloseable {
    static final TenantId TENANT = TenantId.DEFAULT;

    private static final String BEGIN =
            "begin; set local role quarry_app; set local jit to off; set local quarry.tenant_id to '" + TENANT.value()
                    + "'; set local search_path to quarry, public";

    private final @Nullable EmbeddedServer embedded;
    private final @Nullable DatabaseUrl server;
    private final DatabaseUrl url;
    private final Vertx vertx = Vertx.vertx();
    private final SqlConnection connection;

    private RecallDatabase(@Nullable EmbeddedServer embedded, @Nullable DatabaseUrl server, DatabaseUrl url) {
        this.embedded = embedded;
        this.server = server;
        this.url = url;
        var _ = Flyway.configure()
                .dataSource(url.jdbcUrl(), url.user(), url.password())
                .schemas("quarry")
                .locations("db/migration")
                .load()
                .migrate();
        execute(url, """
                do $$ begin
                  create role quarry_app nologin noinherit;
                exception when duplicate_object then
                  null;
                end $$""");
        execute(url, "grant quarry_app to current_user");
        grant();
        connection = PgConnection.connect(
                        vertx, PgConnectOptions.fromUri(url.withPassword()).setCachePreparedStatements(true))
                .await()
                .indefinitely();
    }

    static RecallDatabase open() {
        String given = System.getenv("QUARRY_TEST_DATABASE_URL");
        if (given != null && !given.isBlank()) {
            DatabaseUrl server = DatabaseUrl.parse(given);
            String name = "quarry_recall_" + UUID.randomUUID().toString().replace("-", "");
            execute(server, "create database " + name);
            return new RecallDatabase(null, server, server.withDatabase(name));
        }
        try {
            EmbeddedServer embedded = EmbeddedServer.start(
                    Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bench-recall-"));
            return new RecallDatabase(embedded, null, embedded.url());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    boolean hasPgvector() {
        return number("select count(*) from pg_available_extensions where name = 'vector'") > 0;
    }

    void make(TestSpace space) {
        execute(space.tables());
        space.names().forEach(table -> execute("select protect_tenant_rows('" + table + "')"));
        grant();
    }

    /** Drops the graph over the space's vectors, if it has one: it is built much sooner over vectors that are there. */
    Optional<String> dropGraph(TestSpace space) {
        String definition = "select %s from pg_indexes where schemaname = 'quarry' and indexdef like '%% USING hnsw %%'"
                + " and tablename = '" + space.index().vectorTable() + "'";
        Optional<String> name = text(definition.formatted("indexname"));
        Optional<String> graph = text(definition.formatted("indexdef"));
        name.ifPresent(index -> execute("drop index " + index));
        return graph;
    }

    void buildGraph(String definition) {
        execute("set maintenance_work_mem = '512MB'; " + definition);
    }

    /** Bytes of the space's tables and their indexes. */
    long bytes(TestSpace space) {
        return space.names().stream()
                .mapToLong(table -> number("select pg_total_relation_size('" + table + "')"))
                .sum();
    }

    Transactions transactions() {
        return new Transactions() {
            @Override
            public <T> T run(Function<SqlConnection, Uni<T>> work) {
                return Uni.combine()
                        .all()
                        .unis(
                                connection.query(BEGIN).execute(),
                                Uni.createFrom().deferred(() -> work.apply(connection)))
                        .with((begun, result) -> result)
                        .call(() -> connection.query("commit").execute())
                        .await()
                        .indefinitely();
            }
        };
    }

    private void grant() {
        execute("grant usage on schema quarry to quarry_app;"
                + " grant select, insert, update, delete on all tables in schema quarry to quarry_app");
    }

    /** Not among other statements. */
    void vacuum(String tables) {
        execute(
                url,
                "vacuum (analyze) "
                        + Stream.of(tables.split(", ", -1))
                                .map("quarry."::concat)
                                .collect(Collectors.joining(", ")));
    }

    void execute(String sql) {
        execute(url, "set search_path to quarry, public; " + sql);
    }

    private long number(String sql) {
        return Long.parseLong(text(sql).orElseThrow());
    }

    /** The first column of the first row, if there is one. */
    private Optional<String> text(String sql) {
        try (Connection jdbc = connect(url);
                Statement statement = jdbc.createStatement()) {
            statement.execute("set search_path to quarry, public");
            try (ResultSet row = statement.executeQuery(sql)) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private static void execute(DatabaseUrl url, String sql) {
        try (Connection jdbc = connect(url);
                Statement statement = jdbc.createStatement()) {
            statement.execute(sql);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password() == null ? "" : url.password());
    }

    @Override
    public void close() {
        connection.close().await().indefinitely();
        vertx.close().await().indefinitely();
        if (embedded != null) {
            embedded.close();
        }
        if (server != null) {
            execute(server, "drop database if exists " + url.database() + " with (force)");
        }
    }
}
