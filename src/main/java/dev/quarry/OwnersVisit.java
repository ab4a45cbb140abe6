package dev.quarry;

import dev.quarry.postgres.Arrival;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.ServerVisit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;

/** One transaction of a command on the service's database, as the owner of its tables and over all tenants. */
record OwnersVisit(DatabaseUrls urls, PoolConfig pools) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** The role of a login that row-level security does not bind does not matter here: a command sees every tenant's rows. */
    private static final String BEGIN =
            "begin; select set_config('search_path', 'quarry, public', true), set_config('quarry.tenant_id', '*', true)";

    static OwnersVisit to(DatabaseUrls urls, PoolConfig pools) {
        return new OwnersVisit(urls, pools);
    }

    /** Runs the work between begin and commit; a failure rolls it back, with the connection. */
    <T> T transaction(Function<SqlConnection, Uni<T>> work) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        Purpose purpose = urls.direct().isPresent() ? Purpose.DIRECT : Purpose.MAIN;
        try (ServerVisit visit = new Arrival(vertx, urls, pools.main(), "command", Duration.ZERO).open(purpose)) {
            return visit.ask(
                    connection -> connection
                            .query(BEGIN)
                            .execute()
                            .chain(() -> work.apply(connection))
                            .call(() -> connection.query("commit").execute()),
                    DEADLINE);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
