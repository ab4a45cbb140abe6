package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * How a transaction is opened and ended on a connection.
 *
 * <p>Opening is one simple query of several statements, and the caller's first statement follows it on the wire without
 * waiting: scope, deadline and role cost no round trip. All of them are local to the transaction, so that they hold on a
 * transaction pooler too and nothing remains on a connection that goes back to a pool.
 */
record Transaction(Kind kind, RowScope scope, RuntimeRole role, Duration deadline) {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

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

    /**
     * Runs the work and gives the connection back, whatever happens.
     *
     * @param abandoned whether the caller has stopped listening: then nothing is begun, and nothing committed
     */
    <T> Uni<T> run(SqlConnection connection, Function<SqlConnection, Uni<T>> work, BooleanSupplier abandoned) {
        Uni<T> transaction = abandoned.getAsBoolean()
                ? Uni.createFrom().failure(this::tooLate)
                : between(connection, open -> work.apply(open).invoke(() -> refuseIf(abandoned)));
        return transaction
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

    /** What a caller is told who would wait longer than the deadline. */
    Failure tooLate() {
        return new Failure.Busy(
                kind == Kind.READ
                        ? "the database did not answer in time"
                        : "the database did not answer in time; look whether the change was made before you repeat it",
                RETRY_AFTER,
                null);
    }

    private void refuseIf(BooleanSupplier abandoned) {
        if (abandoned.getAsBoolean()) {
            throw tooLate();
        }
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
