package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Opens one connection as a pool would, asks it one thing and closes it. */
record Opening(Vertx vertx, Duration timeout) {
    static final Duration PATIENT = Duration.ofSeconds(20);

    /** What is answered, or the error of connecting as it is. */
    Row ask(String url, String sql) throws Throwable {
        Connector connector = new Connector(
                vertx,
                DatabaseUrl.parse(url),
                new Connector.Settings("test", Map.of("search_path", "quarry"), false, timeout));
        try {
            PgConnection connection = await(connector.connect());
            Row row = await(connection.query(sql).execute()).iterator().next();
            await(connection.close());
            return row;
        } finally {
            await(connector.close());
        }
    }

    static <T> T await(Future<T> future) throws Throwable {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException error) {
            throw error.getCause();
        }
    }
}
