package dev.quarry.testing;

import dev.quarry.postgres.url.DatabaseUrl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The PgBouncer that {@code scripts/pgbouncer} started between the service and its server, as its operator sees it. */
public final class Pooler {
    /** Holds the pooler's URL, whose user may log in to its console; not set where tests run without a pooler. */
    public static final String VARIABLE = "QUARRY_TEST_POOLER";

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final DatabaseUrl url;

    public Pooler(Vertx vertx) {
        this.vertx = vertx;
        this.url = DatabaseUrl.parse(Objects.requireNonNull(url(), VARIABLE));
    }

    /** Whether the service under test reaches its database through a pooler. */
    public static boolean isInBetween() {
        return url() != null;
    }

    static @Nullable String url() {
        String url = System.getenv(VARIABLE);
        return url == null || url.isBlank() ? null : url;
    }

    /** A client of the pooler that is not the service. */
    public PgConnection connect(String database) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.hosts().getFirst().host())
                .setPort(url.hosts().getFirst().port())
                .setDatabase(database)
                .setUser(url.user())
                .setPassword(url.password())
                .setProperties(Map.of("application_name", "somebody-else"))
                .setCachePreparedStatements(false);
        return PgConnection.connect(vertx, options).await().atMost(DEADLINE);
    }

    /** The server's processes that the pooler's own connections to a database have. */
    public Set<Integer> serverProcesses(String database) {
        return console("show servers", database, row -> row.getInteger("remote_pid"));
    }

    /** The clients' connections for a database. */
    public Set<String> clients(String database) {
        return console("show clients", database, row -> row.getString("ptr"));
    }

    /** Ends the pooler, and with it everybody's connections, and starts it again. */
    public void restart() throws IOException, InterruptedException {
        Process script =
                new ProcessBuilder("scripts/pgbouncer", "restart").inheritIO().start();
        if (script.waitFor() != 0) {
            throw new IllegalStateException("scripts/pgbouncer restart failed");
        }
    }

    private <T extends @Nullable Object> Set<T> console(String command, String database, Function<Row, T> column) {
        PgConnection console = connect("pgbouncer");
        try {
            return StreamSupport.stream(console.query(command).executeAndAwait().spliterator(), false)
                    .filter(row -> database.equals(row.getString("database")))
                    .map(column)
                    .collect(Collectors.toSet());
        } finally {
            console.closeAndAwait();
        }
    }
}
