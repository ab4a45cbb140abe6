package dev.quarry.postgres.server;

import dev.quarry.postgres.pool.Connector;
import dev.quarry.postgres.url.DatabaseUrl;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One connection of no pool, opened to ask a server something. Plain, waiting code: never on an event loop. */
public final class ServerVisit implements AutoCloseable {
    /** The connector keeps to its own time; this is for one that does not. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    private final Connector connector;
    private final PgConnection connection;
    private final SqlConnection asking;

    private ServerVisit(Connector connector, PgConnection connection) {
        this.connector = connector;
        this.connection = connection;
        this.asking = SqlConnection.newInstance(connection);
    }

    /**
     * Opens the connection.
     *
     * @throws UnreachableServer when there is none to be had
     */
    public static ServerVisit open(Vertx vertx, DatabaseUrl url, Connector.Settings settings) {
        Connector connector;
        try {
            connector = new Connector(vertx, url, settings);
        } catch (RuntimeException error) {
            throw new UnreachableServer(ConnectFailure.of(error), error);
        }
        Duration patience = settings.timeout().multipliedBy(url.hosts().size()).plus(GRACE);
        try {
            return new ServerVisit(connector, await(connector.connect(), patience));
        } catch (RuntimeException error) {
            closeQuietly(connector.close());
            throw new UnreachableServer(ConnectFailure.of(error), error);
        }
    }

    /** Asks the server. */
    public <T> T ask(Function<SqlConnection, Uni<T>> question, Duration deadline) {
        return question.apply(asking).await().atMost(deadline);
    }

    /** Whether what is sent here is encrypted. */
    public boolean isEncrypted() {
        return connection.isSSL();
    }

    /**
     * The process that was announced when the connection was opened. A pooler announces one that does not exist: whoever
     * asks for {@code pg_backend_pid()} hears of another.
     */
    public int announcedBackend() {
        return connection.processId();
    }

    @Override
    public void close() {
        closeQuietly(connection.close());
        closeQuietly(connector.close());
    }

    private static <T> T await(Future<T> future, Duration patience) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException error) {
            throw new CompletionException(error.getCause());
        } catch (TimeoutException late) {
            throw new CompletionException(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        }
    }

    /** A connection that cannot be closed is gone already; nothing is lost with it. */
    private static void closeQuietly(Future<Void> closing) {
        var _ = await(closing.otherwiseEmpty(), CLOSE_DEADLINE);
    }
}
