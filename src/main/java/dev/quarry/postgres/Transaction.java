package dev.quarry.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/**
 * How a transaction is opened and ended on a connection.
 *
 * <p>Opening is one simple query of several statements, and the caller's first statement follows it on the wire without
 * waiting: scope, deadline and role cost no round trip. All of them are local to the transaction, so that they hold on a
 * transaction pooler too and nothing remains on a connection that goes back to a pool.
 */
record Transaction(Kind kind, RowScope scope, RuntimeRole role, Duration deadline) {
    enum Kind {
        READ("begin read only"),
        WRITE("begin isolation level read committed read write");

        private final String begin;

        Kind(String begin) {
            this.begin = begin;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Runs the work and gives the connection back, whatever happens. */
    <T> Uni<T> run(SqlConnection connection, Function<SqlConnection, Uni<T>> work) {
        return between(connection, work)
                .onItem()
                .call(connection::close)
                .onFailure()
                .call(() -> connection.close().onFailure().recoverWithNull());
    }

    /** Runs the work between begin and commit; after a failure the transaction is rolled back. */
    <T> Uni<T> between(SqlConnection connection, Function<SqlConnection, Uni<T>> work) {
        return Uni.combine()
                .all()
                .unis(execute(connection, opening()), Uni.createFrom().deferred(() -> work.apply(connection)))
                .with((begun, result) -> result)
                .onItem()
                .call(() -> execute(connection, "commit"))
                .onFailure()
                .call(() -> rollback(connection));
    }

    /** Every value in it is a number or comes from an enum: nothing to quote. */
    private String opening() {
        return kind.begin
                + "; select set_config('quarry.tenant_id', '" + scope.setting() + "', true)"
                + ", set_config('statement_timeout', '" + Math.max(1, deadline.toMillis()) + "', true)"
                + role.alsoSet();
    }

    private static Uni<Void> rollback(SqlConnection connection) {
        // A connection that cannot roll back is broken, and the pool drops it when it is closed.
        return execute(connection, "rollback").onFailure().recoverWithNull();
    }

    private static Uni<Void> execute(SqlConnection connection, String sql) {
        return connection.query(sql).execute().replaceWithVoid();
    }
}
